package io.tidemill.daemon.agent;

import io.tidemill.agent.AgentConfig;
import io.tidemill.agent.AgentProcess;
import io.tidemill.agent.remote.ClusterLink;
import io.tidemill.agent.remote.LinkListener;
import io.tidemill.agent.remote.RemoteTimes;
import io.tidemill.agent.remote.SchedulerDialers;
import io.tidemill.daemon.config.DaemonConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent in this process that serves schedulers in other processes: those it is told of, and those that they name.
public final class ServingAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServingAgent.class);
  private static final int HALTED = 70;

  private final AgentProcess process;
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile @Nullable String refused;

  private ServingAgent(AgentProcess process) {
    this.process = process;
  }

  /// Locks the work folder, joins if necessary, and starts to connect.
  ///
  /// @param name name of the agent
  /// @param servers addresses of one scheduler or some of them
  /// @param work its work folder
  /// @param status receives connection changes, for people
  /// @param timeout how long to wait for the scheduler; null: no limit
  /// @throws AgentRefusedException if it cannot serve as configured
  /// @throws SchedulerUnreachableException if the timeout has passed
  public static ServingAgent open(DaemonConfig config, String name, List<ServerAddress> servers, Path work,
      Consumer<String> status, @Nullable Duration timeout) throws IOException, InterruptedException {
    DaemonConfig.RemoteAgent remote = config.remoteAgent();
    AgentConfig agent = AgentConfig.of(name, work)
        .withSlots(config.agent().slots())
        .withIsolation(config.agent().isolation())
        .withLabels(remote.labels())
        .withQueues(remote.queues())
        .withLimits(config.agent().limits().withDrain(remote.drain()));
    AgentProcess process = AgentProcess.open(agent, ServingAgent::halt);
    boolean complete = false;
    try {
      String server = text(servers);
      AgentEnrollment enrollment = new AgentEnrollment(remote, name, servers, work,
          why -> status.accept("waiting for the scheduler at " + server + ": " + why));
      SchedulerDialers dialers = enrollment.dialers(timeout);
      ServingAgent running = new ServingAgent(process);
      running.connect(new ClusterLink(enrollment.seeds(), dialers, RemoteTimes.DEFAULT,
          running.new StatusOutput(server, status)), server, timeout);
      complete = true;
      return running;
    } finally {
      if (!complete) {
        process.close();
      }
    }
  }

  private static String text(List<ServerAddress> servers) {
    return servers.stream().map(ServerAddress::toString).collect(Collectors.joining(", "));
  }

  private void connect(ClusterLink link, String server, @Nullable Duration timeout) throws InterruptedException {
    process.start(link);
    if (timeout != null && !first.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new SchedulerUnreachableException("Expected a session with the scheduler at " + server + " within "
          + timeout.toSeconds() + " s, but there was none");
    }
    refuse();
  }

  private void refuse() {
    String why = refused;
    if (why != null) {
      throw new AgentRefusedException(why);
    }
  }

  /// Reports changes of the session, each once until another happens.
  private final class StatusOutput implements LinkListener {
    private final String server;
    private final Consumer<String> status;
    private boolean waiting;

    StatusOutput(String server, Consumer<String> status) {
      this.server = server;
      this.status = status;
    }

    @Override public synchronized void connected() {
      waiting = false;
      status.accept("connected to " + server);
      first.countDown();
    }

    @Override public synchronized void interrupted(String why) {
      if (!waiting) {
        waiting = true;
        status.accept("no session with " + server + ", trying again: " + why);
      }
    }

    @Override public void refused(String why) {
      refused = why;
      first.countDown();
      process.stop();
    }
  }

  private static void halt(String reason) {
    LOG.error("This process ends because a body does not stop: {}", reason);
    System.err.println("✗ This process ends because a body does not stop: " + reason);
    Runtime.getRuntime().halt(HALTED);
  }

  /// Drains; a second call ends the agent at once.
  public void stop() {
    process.stop();
  }

  /// Waits until the agent has ended.
  ///
  /// @throws AgentRefusedException if the scheduler refuses it for good
  public void await() throws InterruptedException {
    process.await();
    refuse();
  }

  @Override public void close() {
    process.close();
  }
}
