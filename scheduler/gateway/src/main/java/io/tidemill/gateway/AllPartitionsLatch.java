package io.tidemill.gateway;

import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.Completion;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Runs an action once an input is durable in every partition. Where a partition cannot take it the action is never run, unless there are
/// several schedulers: then it is for the others to take it, or for this one when it acquires the partition.
final class AllPartitionsLatch implements Completion {
  private final AtomicInteger open;
  private final Runnable done;
  private final boolean several;

  /// @param several whether there are several schedulers
  AllPartitionsLatch(int partitions, Runnable done, boolean several) {
    this.several = several;
    open = new AtomicInteger(partitions);
    this.done = done;
  }

  @Override public void durable(@Nullable Reply reply) {
    taken();
  }

  private void taken() {
    if (open.decrementAndGet() == 0) {
      done.run();
    }
  }

  @Override public void dropped(String reason) {
    // Where there is one scheduler the agent repeats it in its next session.
    if (several) {
      taken();
    }
  }
}
