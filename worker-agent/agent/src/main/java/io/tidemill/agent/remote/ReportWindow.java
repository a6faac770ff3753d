package io.tidemill.agent.remote;

import io.tidemill.protocol.Report;
import io.tidemill.protocol.remote.FromAgent;
import io.tidemill.protocol.remote.Sizes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Batches of reports of one session: about 32 MiB are on their way at a time, so that a scheduler that cannot commit is not
/// flooded. What waits is kept by the agent anyway. Safe for use by several threads.
final class ReportWindow {
  private static final long MOST_BYTES = 32L << 20;

  private final Consumer<FromAgent> send;
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private final Map<Long, Long> underWay = new HashMap<>();
  private long bytes;

  private record Batch(FromAgent.Reports message, long bytes) {}

  ReportWindow(Consumer<FromAgent> send) {
    this.send = send;
  }

  synchronized void add(long batch, List<Report> reports) {
    waiting.addLast(new Batch(new FromAgent.Reports(batch, reports), reports.stream().mapToLong(Sizes::of).sum()));
    pump();
  }

  synchronized void acknowledged(long batch) {
    Long size = underWay.remove(batch);
    if (size != null) {
      bytes -= size;
      pump();
    }
  }

  private void pump() {
    for (Batch next = waiting.peekFirst(); next != null; next = waiting.peekFirst()) {
      if (!underWay.isEmpty() && bytes + next.bytes() > MOST_BYTES) {
        return;
      }
      waiting.removeFirst();
      underWay.put(next.message().batch(), next.bytes());
      bytes += next.bytes();
      send.accept(next.message());
    }
  }
}
