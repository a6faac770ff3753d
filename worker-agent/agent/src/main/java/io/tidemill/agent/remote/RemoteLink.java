package io.tidemill.agent.remote;

import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.BundleFile;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.protocol.remote.AgentMethods;
import io.tidemill.protocol.remote.FromAgent;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A scheduler on another machine, as its agent sees it. Connects, and connects again for as long as the agent lives; tells the
/// agent when it is cut off. Safe for use by several threads.
public final class RemoteLink implements SchedulerLink {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteLink.class);
  private static final long DISCONNECT_MILLIS = 1_000;
  private static final int DOUBLINGS = 16;

  private final Dialer dialer;
  private final RemoteTimes times;
  private final LinkListener listener;
  private final LongSupplier clock;
  private final ScheduledThreadPoolExecutor timer;
  private final LinkGroup group;
  private final HeartbeatMonitor heartbeatMonitor;
  private final Set<Long> predecessorLost = new LinkedHashSet<>();
  private @Nullable AgentHello hello;
  private @Nullable Supplier<List<InventoryItem>> held;
  private @Nullable AgentLink agent;
  private @Nullable SessionStream stream;
  private volatile String node = "";
  private boolean draining;
  private boolean closed;
  private int failures;

  /// @param listener is told how the session goes
  public RemoteLink(Dialer dialer, RemoteTimes times, LinkListener listener) {
    this(dialer, times, listener, System::nanoTime);
  }

  /// @param listener is told how the session goes
  /// @param clock monotonic time in nanoseconds, by which heartbeats are due and the agent is cut off
  public RemoteLink(Dialer dialer, RemoteTimes times, LinkListener listener, LongSupplier clock) {
    this(dialer, times, listener, clock, new LinkGroup(times, false));
  }

  /// One of several links of an agent.
  RemoteLink(Dialer dialer, RemoteTimes times, LinkListener listener, LongSupplier clock, LinkGroup group) {
    this.dialer = dialer;
    this.times = times;
    this.listener = listener;
    this.clock = clock;
    this.group = group;
    heartbeatMonitor = new HeartbeatMonitor(times, group.cutOffMonitor());
    timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform()
        .name("tidemill-agent-link")
        .daemon()
        .inheritInheritableThreadLocals(false)
        .factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override public synchronized void hello(AgentHello introduction, Supplier<List<InventoryItem>> inventory,
      AgentLink link) {
    if (hello != null) {
      throw new IllegalStateException("Expected one hello, but found another");
    }
    hello = introduction;
    held = inventory;
    agent = link;
    long tick = Math.max(1, times.heartbeat().toNanos() / 5);
    var _ = timer.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.NANOSECONDS);
    timer.execute(this::connect);
  }

  private void connect() {
    SessionStream next;
    FromAgent.Hello message;
    synchronized (this) {
      if (closed) {
        return;
      }
      next = new SessionStream(this, Objects.requireNonNull(agent), heartbeatMonitor, clock);
      message = new FromAgent.Hello(AgentMethods.PROTOCOL, Objects.requireNonNull(hello),
          Objects.requireNonNull(held).get(), group.first().getAndSet(false), System.currentTimeMillis(),
          group.several());
      stream = next;
    }
    try {
      next.start(dialer, message);
    } catch (RuntimeException e) {
      LOG.warn("Expected to dial the scheduler, but it failed", e);
      ended(next, String.valueOf(e.getMessage()));
    }
  }

  /// The scheduler has answered the hello.
  ///
  /// @param name name of its process, empty where it is the only one
  void welcomed(SessionStream session, String name) {
    List<Long> left;
    boolean drains;
    synchronized (this) {
      if (session != stream) {
        return;
      }
      failures = 0;
      node = name;
      left = List.copyOf(predecessorLost);
      drains = draining;
      notifyAll();
    }
    LOG.info("Connected to the scheduler");
    listener.connected();
    if (drains) {
      session.send(new FromAgent.Draining());
    }
    if (!left.isEmpty()) {
      // Behind the reports, which the agent says again now.
      later(() -> repeatLeftBehind(session), times.heartbeat().toNanos());
    }
  }

  private synchronized void repeatLeftBehind(SessionStream session) {
    if (session == stream) {
      predecessorLost.forEach(earlier -> session.send(new FromAgent.PredecessorLost(earlier)));
    }
  }

  synchronized void predecessorLostNoted(long incarnation) {
    predecessorLost.remove(incarnation);
  }

  /// Name of the scheduler process that has answered last, empty where there was none or it is the only one.
  String node() {
    return node;
  }

  /// Ends the session, if there is one, and connects again.
  void interrupt(String why) {
    SessionStream session;
    synchronized (this) {
      session = stream;
    }
    if (session != null) {
      ended(session, why);
    }
  }

  /// A session has ended, or could not begin.
  void ended(SessionStream session, String why) {
    long delay;
    synchronized (this) {
      if (session != stream || closed) {
        return;
      }
      stream = null;
      failures++;
      long backoff = Math.min(times.maxBackoff().toNanos(),
          times.firstBackoff().toNanos() << Math.min(failures - 1, DOUBLINGS));
      delay = backoff / 2 + ThreadLocalRandom.current().nextLong(backoff / 2 + 1);
      if (failures == 1) {
        LOG.warn("No session with the scheduler; trying again: {}", why);
      } else {
        LOG.debug("No session with the scheduler after {} attempts: {}", failures, why);
      }
    }
    session.close();
    listener.interrupted(why);
    later(this::connect, delay);
  }

  private void later(Runnable action, long nanos) {
    try {
      var _ = timer.schedule(action, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // closed meanwhile: nothing begins any more
    }
  }

  /// The scheduler will never take this agent.
  void refused(SessionStream session, String why) {
    synchronized (this) {
      if (session != stream || closed) {
        return;
      }
      closed = true;
      stream = null;
      notifyAll();
    }
    LOG.error("The scheduler refuses this agent: {}", why);
    session.close();
    timer.shutdown();
    heartbeatMonitor.close();
    listener.refused(why);
  }

  @Override public boolean mayBegin() {
    if (!group.cutOffMonitor().overdue(clock.getAsLong())) {
      return true;
    }
    try {
      timer.execute(this::tick);
    } catch (RejectedExecutionException _) {
      // closed: nothing begins any more
    }
    return false;
  }

  /// What the agent has now.
  List<InventoryItem> held() {
    Supplier<List<InventoryItem>> inventory;
    synchronized (this) {
      inventory = Objects.requireNonNull(held);
    }
    return inventory.get();
  }

  private void tick() {
    SessionStream session;
    AgentLink link;
    synchronized (this) {
      session = stream;
      link = Objects.requireNonNull(agent);
    }
    long now = clock.getAsLong();
    if (group.cutOffMonitor().happens(now)) {
      LOG.warn("No scheduler has answered for {} s; the agent stops its work", group.cutOffMonitor().millis() / 1000);
      try {
        link.cutOff();
      } catch (RuntimeException e) {
        LOG.error("Expected the agent to stop its work, but it failed", e);
      }
    }
    if (session != null && session.isOpen()) {
      if (heartbeatMonitor.silent(now)) {
        ended(session, "Heartbeats are not answered");
      } else if (heartbeatMonitor.due(now)) {
        session.heartbeat();
      }
    }
  }

  private synchronized @Nullable SessionStream open() {
    SessionStream session = stream;
    return session != null && session.isOpen() ? session : null;
  }

  @Override public void predecessorLost(long incarnation) {
    SessionStream session;
    synchronized (this) {
      predecessorLost.add(incarnation);
      session = open();
    }
    if (session != null) {
      session.send(new FromAgent.PredecessorLost(incarnation));
    }
  }

  @Override public void draining() {
    drain(true, new FromAgent.Draining());
  }

  @Override public void serving() {
    drain(false, new FromAgent.Serving());
  }

  private void drain(boolean now, FromAgent message) {
    SessionStream session;
    synchronized (this) {
      draining = now;
      session = open();
    }
    if (session != null) {
      session.send(message);
    }
  }

  @Override public void report(long batch, List<Report> reports) {
    SessionStream session = open();
    if (session != null) {
      session.report(batch, reports);
    }
    // Else the agent says it again when a session is open.
  }

  @Override public void progress(AttemptKey key, int shard, long done, long total) {
    SessionStream session = open();
    if (session != null) {
      session.progress(new FromAgent.Progress(key, shard, done, total));
    }
  }

  @Override public byte[] value(long id) throws IOException {
    return connected("value " + id).value(id);
  }

  @Override public BundleFile bundle(String hash) throws IOException {
    return connected("bundle " + hash).bundle(hash);
  }

  private SessionStream connected(String what) throws IOException {
    SessionStream session = open();
    if (session == null) {
      throw new IOException("Expected a session with the scheduler for " + what + ", but there is none now");
    }
    return session;
  }

  /// Waits while there is no session.
  ///
  /// @throws IllegalStateException if the link was closed, or the thread interrupted
  @Override public void log(LogChunk chunk) {
    while (true) {
      SessionStream session = awaitOpen();
      try {
        session.log(chunk);
        return;
      } catch (DeniedException e) {
        // It would be refused again, and what comes behind it would wait for ever.
        LOG.warn("A piece of the log of {} is left out: {}", chunk.key(), e.getMessage());
        return;
      } catch (IOException e) {
        LOG.debug("A piece of a log is sent again", e);
        pause();
      }
    }
  }

  /// Ships a piece of a log, or fails at once.
  ///
  /// @throws DeniedException if the scheduler says that the attempt is not this agent's
  /// @throws IOException if it is to be sent again
  void ship(LogChunk chunk) throws IOException {
    connected("a piece of a log").log(chunk);
  }

  private synchronized SessionStream awaitOpen() {
    try {
      SessionStream session = open();
      while (session == null && !closed) {
        wait();
        session = open();
      }
      if (session == null) {
        throw new IllegalStateException("Expected to ship a log, but the agent has left the scheduler");
      }
      return session;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected to ship a log, but was interrupted", e);
    }
  }

  private void pause() {
    try {
      Thread.sleep(times.firstBackoff());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Expected to ship a log, but was interrupted", e);
    }
  }

  @Override public void disconnect() {
    SessionStream session;
    synchronized (this) {
      session = stream;
      closed = true;
      stream = null;
      notifyAll();
    }
    timer.shutdownNow();
    heartbeatMonitor.close();
    if (session != null) {
      session.disconnect(DISCONNECT_MILLIS);
    }
  }
}
