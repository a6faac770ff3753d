package io.tidemill.agent;

import io.tidemill.agent.log.AttemptLog;
import io.tidemill.agent.log.FormattedLog;
import io.tidemill.agent.log.LogProducer;
import io.tidemill.agent.log.LogShipper;
import io.tidemill.dsl.TaskContext;
import io.tidemill.dsl.TaskLog;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.AttemptLink;
import io.tidemill.protocol.LogChunk;
import io.tidemill.protocol.RunContext;
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
  private final long startedNanos = System.nanoTime();

  private @Nullable Thread thread;
  private @Nullable AttemptLog opened;
  private boolean ended;
  private boolean abandoned;
  private @Nullable Runnable onceLeft;
  private @Nullable Runnable kill;
  private boolean killed;
  private volatile @Nullable StopCause stop;
  private volatile long done;
  private volatile long total;
  private volatile boolean progressed;

  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param number number of the attempt, from 1
  Attempt(Job job, int shard, @Nullable String shardKey, int number, LogShipper logs, AttemptLink link) {
    this.job = job;
    this.shard = shard;
    this.shardKey = shardKey;
    this.number = number;
    this.logs = logs;
    this.link = link;
  }

  Job job() {
    return job;
  }

  long startedNanos() {
    return startedNanos;
  }

  /// Whether it runs in a process of its own.
  boolean isIsolated() {
    DagCode.Entry entry = job.run().code().task(task());
    return entry != null && entry.node().isolated();
  }

  /// The calling thread runs the body from now on, or waits for the process that does.
  synchronized void enter() {
    thread = Thread.currentThread();
    if (stop != null) {
      thread.interrupt();
    }
  }

  /// The body has ended; no interrupt meant for it reaches the thread any more.
  void leave() {
    AttemptLog unfinished;
    Runnable waiting;
    synchronized (this) {
      thread = null;
      ended = true;
      unfinished = opened;
      opened = null;
      waiting = onceLeft;
      onceLeft = null;
      // Clears what a stop or the body itself has left on the thread.
      Thread.interrupted();
    }
    if (unfinished != null) {
      unfinished.end();
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
      thread.interrupt();
    }
    return true;
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
  synchronized @Nullable Thread thread() {
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
}
