package io.tidemill.gateway;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one agent has, and how much more it can take.
///
/// A turn takes slots when it assigns; sending the assignment binds them to its nonce; the report of an end gives back what is
/// bound to the nonce, and nothing where nothing is bound. So neither duplicates nor sessions that are interrupted make slots
/// appear or vanish. Safe for use by several threads.
final class Bindings {
  /// Taken by the end of everything that is bound.
  static final int ALL = Integer.MAX_VALUE;

  private final Map<Long, Bound> bound = new ConcurrentHashMap<>();
  private final AtomicInteger free = new AtomicInteger();
  /// Attempts that are bound.
  private final AtomicInteger busy = new AtomicInteger();
  private final RecentNonces recent = new RecentNonces();
  private volatile int age;

  /// Attempts of one nonce.
  static final class Bound {
    private final AttemptKey key;
    private final int age;
    /// Guarded by this.
    private int attempts;
    private volatile boolean started;
    private volatile boolean takenBack;
    private volatile @Nullable Grant grant;

    private Bound(AttemptKey key, int attempts, int age) {
      this.key = key;
      this.attempts = attempts;
      this.age = age;
    }

    AttemptKey key() {
      return key;
    }

    synchronized int attempts() {
      return attempts;
    }

    /// Value of [Bindings#grow] when it was bound.
    int age() {
      return age;
    }

    boolean started() {
      return started;
    }

    boolean isTakenBack() {
      return takenBack;
    }

    /// What it lets the agent read, null where it was assigned before this process of the scheduler, or not looked up yet.
    @Nullable Grant grant() {
      return grant;
    }

    void grant(Grant found) {
      grant = found;
    }

    /// True once, for whoever takes it back.
    boolean takeBack() {
      boolean first = !takenBack;
      takenBack = true;
      return first;
    }

    /// Takes up to some attempts.
    private synchronized int end(int ended) {
      int taken = Math.min(attempts, ended);
      attempts -= taken;
      return taken;
    }
  }

  /// Changes how much the agent can have at a time.
  ///
  /// @param before what it could, 0 at first
  void resize(int before, int capacity) {
    free.addAndGet(capacity - before);
  }

  /// Takes up to some slots for assignments that are to be bound.
  int take(int wanted) {
    while (true) {
      int now = free.get();
      int taken = Math.min(now, wanted);
      if (taken <= 0) {
        return 0;
      }
      if (free.compareAndSet(now, now - taken)) {
        return taken;
      }
    }
  }

  /// Gives back slots that were taken for an assignment that will not be sent.
  void giveBack(int slots) {
    free.addAndGet(slots);
  }

  /// Notes that the agent has something.
  ///
  /// @param reserved whether its slots were taken before
  void bind(AttemptKey key, int attempts, boolean reserved) {
    Bound before = bound.putIfAbsent(key.nonce(), new Bound(key, attempts, age));
    if (before == null) {
      busy.addAndGet(attempts);
      if (!reserved) {
        free.addAndGet(-attempts);
      }
    } else if (reserved) {
      free.addAndGet(attempts);
    }
  }

  /// Notes that the agent is sent something.
  ///
  /// @param reserved whether its slots were taken before
  void bind(Assignment assignment, int attempts, boolean reserved) {
    bind(assignment.key(), attempts, reserved);
    Bound now = bound.get(assignment.key().nonce());
    if (now != null) {
      now.grant = Grant.of(assignment);
    }
  }

  /// Whether the agent had it a while ago.
  boolean had(long nonce) {
    return recent.has(nonce);
  }

  /// Whether the agent has it as far as is known here.
  boolean has(long nonce) {
    return bound.containsKey(nonce);
  }

  /// Whether somebody takes it back.
  boolean askedBack(long nonce) {
    Bound known = bound.get(nonce);
    return known != null && known.takenBack;
  }

  /// Notes that the body runs.
  void started(long nonce) {
    Bound known = bound.get(nonce);
    if (known != null) {
      known.started = true;
    }
  }

  /// Gives back what is bound, at most some attempts.
  ///
  /// @return how many
  int end(long nonce, int attempts) {
    Bound known = bound.get(nonce);
    if (known == null) {
      return 0;
    }
    int ended = known.end(attempts);
    if (known.attempts() == 0) {
      recent.add(nonce);
      bound.remove(nonce, known);
    }
    if (ended > 0) {
      busy.addAndGet(-ended);
      free.addAndGet(ended);
    }
    return ended;
  }

  /// Shows everything that is bound, in no order.
  void forEach(Consumer<Bound> action) {
    bound.values().forEach(action);
  }

  /// Attempts it can still take.
  int free() {
    return free.get();
  }

  /// Attempts the agent has.
  int busy() {
    return Math.max(0, busy.get());
  }

  /// Makes whatever is bound by now older than what comes.
  ///
  /// @return the age of what comes
  int grow() {
    age = age + 1;
    return age;
  }
}
