package io.tidemill.agent.remote;

import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.MissingException;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.SchedulerLink;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The schedulers of a cluster on other machines, as their agent sees them: as one. Keeps a session with each of them, those that join
/// the cluster later too. The agent is cut off when none of them answers (guarantees R8). Safe for use by several threads.
public final class ClusterLink implements SchedulerLink {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);
  /// How often a piece of a log is shown to all schedulers before it is left out: one of them may be about to take over the DAG.
  private static final int LOG_TRIES = 50;
  private static final int NO_DAG = -1;

  private final Duration pause;
  private final ScheduledThreadPoolExecutor timer;
  private final ReportRouter<RemoteLink> router;
  private final SchedulerLinks links;
  private volatile @Nullable AgentLink agent;

  /// @param seeds addresses that are dialled first, and again when there is no session
  /// @param dialers how schedulers are reached, those of the seeds and others
  /// @param listener is told when the first session opens, when the last one has ended, and when no scheduler takes the agent
  public ClusterLink(List<SchedulerAddress> seeds, SchedulerDialers dialers, RemoteTimes times,
      LinkListener listener) {
    this(seeds, dialers, times, listener, System::nanoTime);
  }

  /// @param seeds addresses that are dialled first, and again when there is no session
  /// @param dialers how schedulers are reached, those of the seeds and others
  /// @param listener is told when the first session opens, when the last one has ended, and when no scheduler takes the agent
  /// @param clock monotonic time in nanoseconds, by which heartbeats are due and the agent is cut off
  public ClusterLink(List<SchedulerAddress> seeds, SchedulerDialers dialers, RemoteTimes times,
      LinkListener listener, LongSupplier clock) {
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("Expected the address of at least one scheduler, but found none");
    }
    pause = times.firstBackoff();
    timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform()
        .name("tidemill-agent-cluster")
        .daemon()
        .inheritInheritableThreadLocals(false)
        .factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    router = new ReportRouter<>(this::later, this::acknowledged);
    LinkGroup group = new LinkGroup(times, true);
    links = new SchedulerLinks(seeds,
        (address, all) -> new LinkedScheduler(address, dialers, agent(), router, all, times, clock, group), router,
        this::later, listener);
  }

  private void later(Runnable action, Duration after) {
    try {
      var _ = timer.schedule(action, after.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // The agent has left its schedulers.
    }
  }

  private AgentLink agent() {
    AgentLink introduced = agent;
    if (introduced == null) {
      throw new IllegalStateException("Expected a hello before anything else");
    }
    return introduced;
  }

  private void acknowledged(long batch) {
    agent().acknowledge(batch);
  }

  @Override public void hello(AgentHello hello, Supplier<List<InventoryItem>> held, AgentLink link) {
    if (agent != null) {
      throw new IllegalStateException("Expected one hello, but found another");
    }
    agent = link;
    links.begin(new SchedulerLinks.Introduction(hello, held, link));
  }

  @Override public boolean mayBegin() {
    return links.links().stream().findFirst().map(each -> each.link().mayBegin()).orElse(true);
  }

  @Override public void predecessorLost(long incarnation) {
    links.predecessorLost(incarnation);
  }

  @Override public void draining() {
    links.draining(true);
  }

  @Override public void serving() {
    links.draining(false);
  }

  @Override public void report(long batch, List<Report> reports) {
    router.report(batch, reports);
  }

  @Override public void progress(AttemptKey key, int shard, long done, long total) {
    router.open(key.dag()).stream().findFirst().ifPresent(link -> link.progress(key, shard, done, total));
  }

  @Override public byte[] value(long id) throws IOException {
    return read("value " + id, link -> link.value(id));
  }

  @Override public BundleFile bundle(String hash) throws IOException {
    return read("bundle " + hash, link -> link.bundle(hash));
  }

  /// What is read of a scheduler.
  private interface Read<T> {
    T of(RemoteLink link) throws IOException;
  }

  /// Asks one scheduler after the other: those that did not assign the work do not know that the agent may read it.
  private <T> T read(String what, Read<T> read) throws IOException {
    IOException failure = null;
    for (RemoteLink each : router.open(NO_DAG)) {
      try {
        return read.of(each);
      } catch (MissingException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure != null
        ? failure
        : new IOException("Expected a session with a scheduler for " + what + ", but there is none now");
  }

  /// Waits while there is no session.
  ///
  /// @throws IllegalStateException if the agent has left its schedulers, or the thread was interrupted
  @Override public void log(LogChunk chunk) {
    try {
      for (int tries = 0; !isShipped(chunk, tries); tries++) {
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected to ship a log, but was interrupted", e);
    }
  }

  private boolean isShipped(LogChunk chunk, int tries) throws InterruptedException {
    List<RemoteLink> open = router.awaitOpen(chunk.key().dag());
    if (open.isEmpty()) {
      throw new IllegalStateException("Expected to ship a log, but the agent has left its schedulers");
    }
    DeniedException denied = null;
    for (RemoteLink each : open) {
      try {
        each.ship(chunk);
        return true;
      } catch (DeniedException e) {
        denied = e;
      } catch (IOException e) {
        LOG.debug("A piece of a log is sent again", e);
      }
    }
    if (denied != null && (links.links().size() == 1 || tries >= LOG_TRIES)) {
      // It would be refused again, and what comes behind it would wait for ever.
      LOG.warn("A piece of the log of {} is left out: {}", chunk.key(), denied.getMessage());
      return true;
    }
    return false;
  }

  @Override public void disconnect() {
    router.close();
    timer.shutdownNow();
    links.close();
  }
}
