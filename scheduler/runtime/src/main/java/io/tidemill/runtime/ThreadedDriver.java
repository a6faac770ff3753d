package io.tidemill.runtime;

import io.tidemill.dsl.text.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Steps a node with real threads and the machine's clock: a few threads for the partitions, one for the writer, one for the
/// projector, and one that looks once a second who owns the partitions.
///
/// Waking a thread takes about as long as half a commit. So a thread that decided only a few inputs commits them itself, if
/// nobody else is committing; under load it leaves that to the writer and goes on deciding.
///
/// A thread with nothing to do parks; whoever gives it something wakes it. The projector rests between two steps, under load
/// four times as long as the last one took, so that changes of one run are written together and the more so the more there are.
/// While many runs change at once it also lets them gather before it writes, for at most a second: most of what a burst
/// changes it changes again, and a run that ends within it needs no snapshot of its way there. A pause of 10 ms means that the burst
/// is over; while its runs have not ended, one of 50 ms, since an agent that collects its garbage makes shorter ones.
public final class ThreadedDriver implements WorkSignals, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadedDriver.class);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  /// So long without a commit means that a burst is over.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  /// While runs of the burst go on it takes so many looks.
  private static final int LOOKS_WHILE_RUNNING = 5;
  /// A thread that comes again so soon has more to submit than to wait for.
  private static final long HURRY_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
  private static final int FEW_INPUTS = 16;
  /// A loop that waits for a time looks at the clock so often: a rest does not pass while the machine sleeps, and knows nothing
  /// of a clock that was set.
  private static final long MOST_REST_MILLIS = 10_000;
  /// What is due so much later is not waited for.
  private static final long NEVER_MILLIS = Long.MAX_VALUE / 2;
  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);
  /// So many changed runs are a burst, worth waiting for its end.
  private static final int MANY_RUNS = 100;
  private static final long OWNERS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long OWNERS_LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final SchedulerNode node;
  private final long projectionRestNanos;
  private final AtomicIntegerArray runnable;
  private final List<LoopThread> loops = new ArrayList<>();
  private final ReentrantLock committing = new ReentrantLock();
  private final ThreadLocal<Boolean> willCommit = ThreadLocal.withInitial(() -> false);
  private final ThreadLocal<Long> lastHere = ThreadLocal.withInitial(() -> System.nanoTime() - HURRY_NANOS);
  private final Worker writer;
  private final Worker projector;
  private final OwnersThread owners = new OwnersThread();
  private final LeaseThread lease;
  private volatile boolean stopped;

  /// @param threads threads for the partitions, at least 1
  /// @param projectionRest rest between two writes of the tables while runs go on, at most a second; a pause of 10 ms ends it
  public ThreadedDriver(SchedulerNode node, int threads, Duration projectionRest) {
    this.node = node;
    projectionRestNanos = projectionRest.toNanos();
    runnable = new AtomicIntegerArray(node.partitions());
    for (int i = 0; i < threads; i++) {
      loops.add(new LoopThread(i, threads));
    }
    writer = new Worker("tidemill-writer", this::commit, 0);
    projector = new Worker("tidemill-projector", node::stepProjector, projectionRestNanos);
    lease = new LeaseThread(node, () -> loops.stream().mapToLong(LoopThread::busyNanos).max().orElse(0),
        ThreadedDriver::halt);
    node.wakeups(this);
  }

  /// Starts the threads.
  public void start() {
    loops.forEach(Thread::start);
    writer.start();
    projector.start();
    owners.start();
    lease.start();
  }

  /// Somebody says that it may be worth looking who owns what, before the next look is due.
  public void lookSoon() {
    LockSupport.unpark(owners);
  }

  @Override public void partition(int number) {
    if (runnable.getAndSet(number, 1) == 0) {
      loops.get(number % loops.size()).wake();
    }
  }

  @Override public void partitionsNow(Collection<Integer> numbers) {
    long now = System.nanoTime();
    boolean hurried = now - lastHere.get() < HURRY_NANOS;
    if (hurried || committing.isLocked() || areMany(numbers)) {
      lastHere.set(now);
      numbers.forEach(this::partition);
      return;
    }
    willCommit.set(true);
    try {
      for (int number : numbers) {
        if (node.stepPartition(number, System.currentTimeMillis(), ThreadLocalRandom.current().nextLong())) {
          partition(number);
        }
      }
    } finally {
      willCommit.set(false);
    }
    commitHere();
    lastHere.set(System.nanoTime());
    for (int number : numbers) {
      LoopThread loop = loops.get(number % loops.size());
      if (node.nextLook(number, System.currentTimeMillis()) < loop.restsUntil) {
        loop.wake();
      }
    }
  }

  /// Whether partitions have more inputs than one thread should take alone.
  private boolean areMany(Collection<Integer> numbers) {
    int inputs = 0;
    for (int number : numbers) {
      inputs += node.inputs(number);
      if (inputs > FEW_INPUTS) {
        return true;
      }
    }
    return false;
  }

  /// Commits what gathered in the caller's thread, or leaves it to whoever commits already.
  private void commitHere() {
    if (committing.tryLock()) {
      StepResult result;
      try {
        result = node.stepWriter();
      } finally {
        committing.unlock();
      }
      if (result == StepResult.LATER || node.hasToCommit()) {
        writer.wake();
      }
    } else {
      writer.wake();
    }
  }

  private StepResult commit() {
    committing.lock();
    try {
      return node.stepWriter();
    } finally {
      committing.unlock();
    }
  }

  @Override public void writer() {
    if (!willCommit.get()) {
      writer.wake();
    }
  }

  @Override public void projector() {
    projector.wake();
  }

  /// Stops the threads. What was submitted and is not committed by then is not acknowledged, and lost.
  @Override public void close() {
    stopped = true;
    List<Thread> threads = new ArrayList<>(loops);
    threads.add(writer);
    threads.add(projector);
    threads.add(owners);
    threads.add(lease);
    lease.end();
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      try {
        if (!thread.join(CLOSE_PATIENCE)) {
          LOG.warn("Thread {} did not end within {}; it stands at {}", thread.getName(),
              DurationText.of(CLOSE_PATIENCE), List.of(thread.getStackTrace()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// A scheduler that cannot go on must not go on half: what it has not committed is lost anyway, and another takes over.
  private static void halt(Throwable e) {
    LOG.error("This process ends because a thread of the scheduler failed", e);
    Runtime.getRuntime().halt(70);
  }

  /// A thread that parks when it has nothing to do.
  private abstract class ParkingThread extends Thread {
    /// Cleared before the thread looks for work, so that whatever comes after keeps it from parking.
    final AtomicBoolean woken = new AtomicBoolean();

    ParkingThread(String name) {
      super(name);
      setDaemon(true);
    }

    final void wake() {
      if (!woken.getAndSet(true)) {
        LockSupport.unpark(this);
      }
    }

    /// Whether nothing came since it began to look. To be asked last before it parks: a lock that it waited for since then may
    /// have taken what the stop left it, and then nobody would wake it any more.
    final boolean mayRest() {
      return !woken.get() && !stopped;
    }
  }

  private final class LoopThread extends ParkingThread {
    private final int first;
    private final int stride;
    private final SplittableRandom random = new SplittableRandom();
    /// When it will look at the timers again if nobody wakes it, in milliseconds since 1970. While it looks at them it may
    /// have passed a partition already, so that every new timer must wake it.
    private volatile long restsUntil = Long.MAX_VALUE;
    /// Since when it is at one partition, by the monotonic clock; 0 while it is at none.
    private volatile long busySince;

    LoopThread(int first, int stride) {
      super("tidemill-loop-" + first);
      this.first = first;
      this.stride = stride;
    }

    @Override public void run() {
      try {
        while (!stopped) {
          woken.set(false);
          restsUntil = Long.MAX_VALUE;
          long now = System.currentTimeMillis();
          boolean more = false;
          int inputs = 0;
          willCommit.set(true);
          long due = Long.MAX_VALUE;
          for (int partition = first; partition < node.partitions() && !stopped; partition += stride) {
            long next = node.nextDue(partition);
            if (runnable.getAndSet(partition, 0) == 1 || next <= now) {
              inputs += node.inputs(partition);
              busySince = System.nanoTime() | 1;
              if (node.stepPartition(partition, now, random.nextLong())) {
                runnable.set(partition, 1);
                more = true;
              }
              busySince = 0;
            }
            due = Math.min(due, node.nextLook(partition, now));
          }
          willCommit.set(false);
          if (node.hasToCommit()) {
            if (more || inputs > FEW_INPUTS) {
              writer.wake();
            } else {
              commitHere();
            }
          }
          restsUntil = due;
          if (!more && mayRest()) {
            rest(due - now);
          }
        }
      } catch (Throwable e) {
        halt(e);
      }
    }

    /// For how long it is at one partition, in nanoseconds.
    long busyNanos() {
      long since = busySince;
      return since == 0 ? 0 : System.nanoTime() - since;
    }

    private void rest(long millis) {
      if (millis > NEVER_MILLIS) {
        LockSupport.park(this);
      } else if (millis > 0) {
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(Math.min(millis, MOST_REST_MILLIS)));
      }
    }
  }

  private final class OwnersThread extends ParkingThread {
    OwnersThread() {
      super("tidemill-owners");
    }

    @Override public void run() {
      try {
        while (!stopped) {
          node.stepOwners(System.currentTimeMillis());
          // Whoever says that there is something to see may say it as often as he likes.
          LockSupport.parkNanos(OWNERS_LEAST_NANOS);
          if (mayRest()) {
            LockSupport.parkNanos(this, OWNERS_NANOS - OWNERS_LEAST_NANOS);
          }
        }
      } catch (Throwable e) {
        halt(e);
      }
    }
  }

  private final class Worker extends ParkingThread {
    private final Step step;
    private final long restNanos;
    private long lastCommits = -1;
    private long waitsSince = System.nanoTime();

    Worker(String name, Step step, long restNanos) {
      super(name);
      this.step = step;
      this.restNanos = restNanos;
    }

    @Override public void run() {
      try {
        while (!stopped) {
          woken.set(false);
          if (restNanos > 0 && node.toProject() >= MANY_RUNS) {
            rest(waitsSince + LONGEST_REST_NANOS);
          }
          long begun = System.nanoTime();
          switch (step.step()) {
            case WORKED -> {
              if (restNanos > 0) {
                long end = System.nanoTime();
                waitsSince = end;
                rest(end + Math.max(restNanos, Math.min(4 * (end - begun), LONGEST_REST_NANOS)));
              }
            }
            case LATER -> restUntil(System.nanoTime() + RETRY_NANOS);
            case IDLE, WAITING -> {
              if (mayRest()) {
                LockSupport.park(this);
                waitsSince = System.nanoTime();
              }
            }
          }
        }
      } catch (Throwable e) {
        halt(e);
      }
    }

    /// Rests until an instant, or until nothing was committed for a while.
    private void rest(long most) {
      for (int silent = 0; System.nanoTime() - most < 0 && !stopped;) {
        long commits = node.commits();
        silent = commits == lastCommits ? silent + 1 : 0;
        if (silent > 0 && (silent == LOOKS_WHILE_RUNNING || !isHeldUp())) {
          return;
        }
        lastCommits = commits;
        restUntil(Math.min(System.nanoTime() + LOOK_NANOS, most));
      }
    }

    /// Whether a burst seems to be over, but its runs are not: an agent that collects its garbage, or a disk, holds it up.
    private boolean isHeldUp() {
      return node.toProject() >= MANY_RUNS && node.changesGoOn();
    }

    private void restUntil(long nanos) {
      for (long left = nanos - System.nanoTime(); left > 0 && !stopped; left = nanos - System.nanoTime()) {
        LockSupport.parkNanos(this, left);
      }
    }
  }

  private interface Step {
    StepResult step();
  }
}
