package io.tidemill.runtime;

import io.tidemill.engine.input.MessageReceived;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What waits to be decided in one partition, in the order it came, and how many messages of other DAGs are among it.
///
/// Anybody may put; only who holds the partition's lock takes.
final class PartitionInbox {
  /// Up to which number inputs are counted.
  private static final int COUNTED = 100;

  private final Queue<Submission> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger messages = new AtomicInteger();

  void put(Submission submission) {
    if (submission.input() instanceof MessageReceived) {
      messages.incrementAndGet();
    }
    queue.add(submission);
  }

  /// The next one, null if nothing waits.
  @Nullable Submission take() {
    Submission next = queue.poll();
    if (next != null && next.input() instanceof MessageReceived) {
      messages.decrementAndGet();
    }
    return next;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// Whether any message waits to be decided about.
  boolean hasMessages() {
    return messages.get() > 0;
  }

  /// The messages that wait.
  Stream<MessageReceived> messages() {
    return hasMessages()
        ? queue.stream()
            .map(Submission::input)
            .filter(MessageReceived.class::isInstance)
            .map(MessageReceived.class::cast)
        : Stream.empty();
  }

  /// About how many inputs wait, counted up to a few.
  int size() {
    return (int) queue.stream().limit(COUNTED).count();
  }
}
