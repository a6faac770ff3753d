package io.tidemill.gateway;

import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.Completion;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Runs an action once an input is durable in every partition; never, if one could not take it.
final class AllPartitionsLatch implements Completion {
  private final AtomicInteger open;
  private final Runnable done;

  AllPartitionsLatch(int partitions, Runnable done) {
    open = new AtomicInteger(partitions);
    this.done = done;
  }

  @Override public void durable(@Nullable Reply reply) {
    if (open.decrementAndGet() == 0) {
      done.run();
    }
  }

  @Override public void dropped(String reason) {
    // The agent repeats it in its next session.
  }
}
