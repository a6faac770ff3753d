package io.tidemill.daemon.agent;

import io.tidemill.agent.AgentConfig;
import io.tidemill.agent.AgentProcess;
import io.tidemill.agent.remote.Dialer;
import io.tidemill.agent.remote.LinkListener;
import io.tidemill.agent.remote.RemoteLink;
import io.tidemill.agent.remote.RemoteTimes;
import io.tidemill.daemon.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent of this process that serves a scheduler elsewhere.
public final class RemoteAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteAgent.class);
  private static final int HALTED = 70;

  private final AgentProcess process;
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile @Nullable String refused;

  private RemoteAgent(AgentProcess process) {
    this.process = process;
  }

  /// Takes the work folder, joins where that is still to be done, and begins to connect.
  ///
  /// @param name name of the agent
  /// @param work its folder
  /// @param told what people should know: that it is connected, or why not
  /// @param patience how long to wait for the scheduler, null: for ever
  /// @throws AgentRefusedException if it cannot serve as it was told to
  /// @throws SchedulerUnreachableException if the patience is over
  public static RemoteAgent open(DaemonConfig config, String name, ServerAddress server, Path work,
      Consumer<String> told, @Nullable Duration patience) throws IOException, InterruptedException {
    DaemonConfig.RemoteAgent remote = config.remoteAgent();
    AgentConfig agent = AgentConfig.of(name, work)
        .withSlots(config.agent().slots())
        .withIsolation(config.agent().isolation())
        .withLabels(remote.labels())
        .withQueues(remote.queues())
        .withLimits(config.agent().limits().withDrain(remote.drain()));
    AgentProcess process = AgentProcess.open(agent, RemoteAgent::halt);
    boolean complete = false;
    try {
      Dialer dialer = new Introduction(remote, name, server, work,
          why -> told.accept("waiting for the scheduler at " + server + ": " + why)).dialer(patience);
      RemoteAgent running = new RemoteAgent(process);
      running.connect(dialer, server, told, patience);
      complete = true;
      return running;
    } finally {
      if (!complete) {
        process.close();
      }
    }
  }

  private void connect(Dialer dialer, ServerAddress server, Consumer<String> told, @Nullable Duration patience)
      throws InterruptedException {
    process.start(new RemoteLink(dialer, RemoteTimes.DEFAULT, new Told(server, told)));
    if (patience != null && !first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new SchedulerUnreachableException("Expected a session with the scheduler at " + server + " within "
          + patience.toSeconds() + " s, but there was none");
    }
    refuse();
  }

  private void refuse() {
    String why = refused;
    if (why != null) {
      throw new AgentRefusedException(why);
    }
  }

  /// Tells how the session goes, each thing once until another happens.
  private final class Told implements LinkListener {
    private final ServerAddress server;
    private final Consumer<String> told;
    private boolean waiting;

    Told(ServerAddress server, Consumer<String> told) {
      this.server = server;
      this.told = told;
    }

    @Override public synchronized void connected() {
      waiting = false;
      told.accept("connected to " + server);
      first.countDown();
    }

    @Override public synchronized void interrupted(String why) {
      if (!waiting) {
        waiting = true;
        told.accept("no session with " + server + ", trying again: " + why);
      }
    }

    @Override public void refused(String why) {
      refused = why;
      first.countDown();
      process.stop();
    }
  }

  private static void halt(String reason) {
    LOG.error("This process ends because a task does not: {}", reason);
    System.err.println("✗ This process ends because a task does not: " + reason);
    Runtime.getRuntime().halt(HALTED);
  }

  /// Lets end what runs; asked again, it ends at once.
  public void stop() {
    process.stop();
  }

  /// Waits until the agent has ended.
  ///
  /// @throws AgentRefusedException if the scheduler will never take it
  public void await() throws InterruptedException {
    process.await();
    refuse();
  }

  @Override public void close() {
    process.close();
  }
}
