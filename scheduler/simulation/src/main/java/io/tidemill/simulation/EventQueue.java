package io.tidemill.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What is going to happen, ordered by time and, at one instant, by when it was planned.
final class EventQueue {
  private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::at).thenComparingLong(Event::sequence);

  private final PriorityQueue<Event> events = new PriorityQueue<>(ORDER);
  private long sequence;

  void add(long at, @Nullable SerialActor part, String name, Runnable action) {
    events.add(new Event(at, sequence++, part, name, action));
  }

  @Nullable Event peek() {
    return events.peek();
  }

  @Nullable Event poll() {
    return events.poll();
  }

  /// Something that will happen.
  ///
  /// @param part the part of a process that does it, null for the world outside
  record Event(long at, long sequence, @Nullable SerialActor part, String name, Runnable action) {}
}
