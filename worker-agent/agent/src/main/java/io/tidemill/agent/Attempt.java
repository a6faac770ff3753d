package io.tidemill.agent;

import io.tidemill.agent.log.AttemptLog;
import io.tidemill.agent.log.FormattedLog;
import io.tidemill.agent.log.LogProducer;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.dsl.AssetUpdates;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.TaskContext;
import io.tidemill.dsl.TaskLog;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.AttemptLink;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.RunSlot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One body that runs, and what it may ask of us.
final class Attempt implements TaskContext<Object>, LogProducer {
  /// Attempts of one task or shard are fewer than two to this power.
  private static final int ATTEMPT_BITS = 20;

  private final Job job;
  private final int shard;
  private final @Nullable String shardKey;
  private final int number;
  private final LogShipper logs;
  private final AttemptLink link;
  private final Limit limit;
  private volatile long startedNanos = System.nanoTime();
  private volatile boolean begun;

  private @Nullable Thread thread;
  private boolean runsHere;
  private @Nullable AttemptLog opened;
  private boolean ended;
  private boolean abandoned;
  private @Nullable Runnable onceLeft;
  private @Nullable Runnable limitOver;
  private @Nullable Runnable kill;
  private boolean killed;
  private volatile @Nullable StopCause stop;
  private StackTraceElement[] stoodAt = {};
  private volatile long done;
  private volatile long total;
  private volatile boolean progressed;

  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param number number of the attempt, from 1
  /// @param limit told when the body begins
  Attempt(Job job, int shard, @Nullable String shardKey, int number, LogShipper logs, AttemptLink link, Limit limit) {
    this.job = job;
    this.shard = shard;
    this.shardKey = shardKey;
    this.number = number;
    this.logs = logs;
    this.link = link;
    this.limit = limit;
  }

  /// Sees to it that the body of an attempt runs no longer than its task allows.
  @FunctionalInterface
  interface Limit {
    /// The body begins now.
    ///
    /// @return to be called when it has ended
    Runnable begin(Attempt attempt);
  }

  Job job() {
    return job;
  }

  /// When the body began; when the attempt was taken up, as long as it has not.
  long startedNanos() {
    return startedNanos;
  }

  /// Whether the body has begun. That of an isolated attempt begins when its process is there.
  boolean hasBegun() {
    return begun;
  }

  /// The body begins: from now on its time counts.
  void begin() {
    startedNanos = System.nanoTime();
    begun = true;
    Runnable over = limit.begin(this);
    synchronized (this) {
      if (!ended) {
        limitOver = over;
        return;
      }
    }
    over.run();
  }

  /// How long the body may run, in milliseconds, 0 if as long as it likes.
  long limitMillis() {
    DagCode.Entry entry = job.run().task(task());
    return entry == null ? 0 : entry.node().timeouts().attemptMillis();
  }

  /// Whether it runs in a process of its own.
  boolean isIsolated() {
    DagCode.Entry entry = job.run().code().task(task());
    return entry != null && entry.node().isolated();
  }

  /// The calling thread runs the body from now on, or waits for the process that does.
  ///
  /// @param here whether it runs the body
  synchronized void enter(boolean here) {
    thread = Thread.currentThread();
    runsHere = here;
    if (stop != null) {
      thread.interrupt();
    }
  }

  /// The body has ended; no interrupt meant for it reaches the thread any more.
  void leave() {
    AttemptLog unfinished;
    Runnable waiting;
    Runnable over;
    synchronized (this) {
      thread = null;
      ended = true;
      unfinished = opened;
      opened = null;
      waiting = onceLeft;
      onceLeft = null;
      over = limitOver;
      limitOver = null;
      // Clears what a stop or the body itself has left on the thread.
      Thread.interrupted();
    }
    if (unfinished != null) {
      unfinished.end();
    }
    if (over != null) {
      over.run();
    }
    if (waiting != null) {
      waiting.run();
    }
  }

  /// How the process of the body is ended, where it has one of its own.
  void killedBy(Runnable how) {
    synchronized (this) {
      kill = how;
      if (!killed) {
        return;
      }
    }
    how.run();
  }

  /// Ends the process of a body that has not ended, where it has one of its own.
  void kill() {
    Runnable how;
    synchronized (this) {
      killed = thread != null;
      how = killed ? kill : null;
    }
    if (how != null) {
      how.run();
    }
  }

  /// Runs something when the body has ended; at once if it has.
  void whenLeft(Runnable what) {
    synchronized (this) {
      if (!ended) {
        onceLeft = what;
        return;
      }
    }
    what.run();
  }

  /// Asks the body to stop.
  ///
  /// @return false if it has ended or was asked before
  synchronized boolean stop(StopCause reason) {
    if (ended || stop != null) {
      return false;
    }
    stop = reason;
    if (thread != null) {
      stoodAt = runsHere ? thread.getStackTrace() : stoodAt;
      thread.interrupt();
    }
    return true;
  }

  /// Where the body stood when it was asked to stop; empty if it was not, and where it runs in a process of its own.
  synchronized StackTraceElement[] stoodAt() {
    return stoodAt;
  }

  /// Asks the body to stop because the agent ends; nothing will be reported about it.
  synchronized void abandon() {
    abandoned = true;
    stop(StopCause.CANCELLED);
  }

  synchronized boolean isAbandoned() {
    return abandoned;
  }

  /// Where the body is now, null if it has ended.
  @Override public synchronized @Nullable Thread thread() {
    return thread;
  }

  /// Why the body was asked to stop, null if it was not.
  @Nullable StopCause stopped() {
    return stop;
  }

  /// Passes progress on if there was any. Called by the sweep only.
  void tellProgress() {
    if (progressed) {
      progressed = false;
      link.progress(logKey(), shard, done, total);
    }
  }

  @Override public @Nullable AttemptLog openLog() {
    synchronized (this) {
      if (opened == null && !ended) {
        opened = logs.open((sequence, text) -> link.log(new LogChunk(logKey(), shard, sequence, text)));
      }
      return opened;
    }
  }

  private AttemptKey logKey() {
    AttemptKey key = job.key();
    return shard < 0 ? key : new AttemptKey(key.dag(), key.run(), key.task(), number, key.nonce());
  }

  private RunContext context() {
    return job.assignment().run();
  }

  @Override
  @SuppressWarnings("NullAway") // a DAG without parameters has null for them, and a type nobody can use
  public Object params() {
    return job.run().params();
  }

  @Override public String dag() {
    return context().dag();
  }

  @Override public long run() {
    return context().run();
  }

  @Override public Optional<Slot> slot() {
    RunSlot slot = context().slot();
    return slot == null ? Optional.empty() : Optional.of(BodySlots.of(slot));
  }

  @Override public List<AssetUpdates> assetUpdates() {
    return BodyAssetUpdates.of(context().updates());
  }

  @Override public String task() {
    return job.assignment().task();
  }

  @Override public int attempt() {
    return number;
  }

  @Override public @Nullable String shardKey() {
    return shardKey;
  }

  @Override public int shardIndex() {
    return shard;
  }

  @Override public String idempotencyKey() {
    String task = dag() + "/" + run() + "/" + task();
    return shardKey == null ? task : task + "/" + shardKey;
  }

  /// The epoch of the assigning scheduler above the number of the attempt: both only ever grow.
  @Override public long fence() {
    return context().epoch() << ATTEMPT_BITS | number;
  }

  @Override public boolean cancelled() {
    return stop != null;
  }

  @Override public TaskLog log() {
    return new FormattedLog(this);
  }

  @Override public void progress(long unitsDone, long unitsInAll) {
    done = unitsDone;
    total = unitsInAll;
    progressed = true;
  }

  /// Its name, for people: `attempt 2 of dag/7/task[key]`.
  String describe() {
    String key = shardKey();
    String task = dag() + "/" + run() + "/" + task();
    return "attempt " + attempt() + " of " + (key == null ? task : task + "[" + key + "]");
  }
}
