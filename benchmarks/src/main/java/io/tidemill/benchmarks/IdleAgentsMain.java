package io.tidemill.benchmarks;

import io.tidemill.agent.remote.NettyDialer;
import io.tidemill.agent.remote.RemoteLink;
import io.tidemill.agent.remote.RemoteTimes;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.StopReason;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Many agents that never get any work: each with the link of a real one.
public final class IdleAgentsMain {
  private IdleAgentsMain() {}

  /// @param args port of the scheduler, number of agents
  public static void main(String[] args) throws InterruptedException {
    for (int i = 1; i <= Integer.parseInt(args[1]); i++) {
      String name = "crowd-" + i;
      new RemoteLink(new NettyDialer("127.0.0.1", Integer.parseInt(args[0]), null, name), RemoteTimes.DEFAULT,
          System.err::println)
          .hello(new AgentHello(name, i, 1, 0, List.of("crowd"), List.of("crowd"), 0), List::of, new Nothing());
    }
    new CountDownLatch(1).await();
  }

  private static final class Nothing implements AgentLink {
    @Override public void assign(List<Assignment> assignments) {
      throw new IllegalStateException("Expected no work, but found " + assignments);
    }

    @Override public void stop(AttemptKey key, StopReason reason) {
      throw new IllegalStateException("Expected no work, but found " + key);
    }

    @Override public void release(List<AttemptKey> keys) {
      throw new IllegalStateException("Expected no work, but found " + keys);
    }

    @Override public void acknowledge(long batch) {
      throw new IllegalStateException("Expected no report, but found " + batch);
    }

    @Override public void opened() {
      // There is nothing to say again.
    }

    @Override public void cutOff() {
      // There is nothing to stop.
    }
  }
}
