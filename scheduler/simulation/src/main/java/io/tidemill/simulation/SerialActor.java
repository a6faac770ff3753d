package io.tidemill.simulation;

import io.tidemill.simulation.EventQueue.Event;
import java.util.ArrayList;
import java.util.List;

/// A part of a process that does one thing at a time, as a thread would. What comes while it is busy waits.
final class SerialActor {
  private final Host host;
  private final List<Event> waiting = new ArrayList<>();
  private boolean busy;

  SerialActor(Host host) {
    this.host = host;
  }

  Host host() {
    return host;
  }

  boolean canRun() {
    return !busy && !host.frozen();
  }

  void postpone(Event event) {
    waiting.add(event);
  }

  void run(Runnable action) {
    busy = true;
    try {
      action.run();
    } finally {
      busy = false;
    }
  }

  /// Puts what waited back into the event queue, if it can run now.
  void release(World world) {
    if (canRun() && !waiting.isEmpty()) {
      List<Event> all = List.copyOf(waiting);
      waiting.clear();
      all.forEach(event -> world.at(0, this, event.name(), event.action()));
    }
  }
}
