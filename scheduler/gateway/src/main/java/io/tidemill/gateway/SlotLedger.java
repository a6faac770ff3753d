package io.tidemill.gateway;

import io.tidemill.engine.graph.Requirement;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The slots of one agent: attempts it has, and free slots.
///
/// A turn reserves slots when it assigns; sending the assignment binds them to its nonce; the report of an end frees the slots bound
/// to the nonce, if any. So neither duplicate reports nor interrupted sessions create or leak slots. Safe for use by several threads.
final class SlotLedger {
  /// Ends all attempts bound to a nonce.
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
    private volatile @Nullable ReadAccess grant;
    private volatile @Nullable Requirement requirement;

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

    /// Value of [SlotLedger#grow] when it was bound.
    int age() {
      return age;
    }

    boolean started() {
      return started;
    }

    boolean isTakenBack() {
      return takenBack;
    }

    /// What it lets the agent read; null if it was assigned before this scheduler process started, or is not looked up yet.
    @Nullable ReadAccess grant() {
      return grant;
    }

    /// What an agent must have to run it; null if it was assigned before this scheduler process started.
    @Nullable Requirement requirement() {
      return requirement;
    }

    void grant(ReadAccess found) {
      grant = found;
    }

    /// Marks it as taken back; true for the first caller.
    boolean takeBack() {
      boolean first = !takenBack;
      takenBack = true;
      return first;
    }

    /// Removes up to a number of attempts.
    private synchronized int end(int ended) {
      int taken = Math.min(attempts, ended);
      attempts -= taken;
      return taken;
    }
  }

  /// Changes the capacity of the agent.
  ///
  /// @param before previous capacity, 0 at first
  void resize(int before, int capacity) {
    free.addAndGet(capacity - before);
  }

  /// Reserves up to a number of slots for assignments to be bound.
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

  /// Frees slots that were reserved for an assignment that will not be sent.
  void giveBack(int slots) {
    free.addAndGet(slots);
  }

  /// Binds an attempt or assignment the agent has.
  ///
  /// @param reserved whether its slots were reserved before
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

  /// Binds an assignment that is sent to the agent.
  ///
  /// @param requirement what an agent must have to run it
  /// @param reserved whether its slots were reserved before
  void bind(Assignment assignment, int attempts, Requirement requirement, boolean reserved) {
    bind(assignment.key(), attempts, reserved);
    Bound now = bound.get(assignment.key().nonce());
    if (now != null) {
      now.requirement = requirement;
      now.grant = ReadAccess.of(assignment);
    }
  }

  /// Whether the agent had it recently.
  boolean had(long nonce) {
    return recent.has(nonce);
  }

  /// Whether the agent has it as far as this scheduler knows.
  boolean has(long nonce) {
    return bound.containsKey(nonce);
  }

  /// Whether its release was requested.
  boolean askedBack(long nonce) {
    Bound known = bound.get(nonce);
    return known != null && known.takenBack;
  }

  /// Records that the body has started.
  void started(long nonce) {
    Bound known = bound.get(nonce);
    if (known != null) {
      known.started = true;
    }
  }

  /// Ends up to a number of attempts, and frees their slots.
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

  /// Visits everything that is bound, in no order.
  void forEach(Consumer<Bound> action) {
    bound.values().forEach(action);
  }

  /// Free slots, queue places included.
  int free() {
    return free.get();
  }

  /// Attempts the agent has.
  int busy() {
    return Math.max(0, busy.get());
  }

  /// Starts a new generation: everything bound so far is older.
  ///
  /// @return the new generation
  int grow() {
    age = age + 1;
    return age;
  }
}
