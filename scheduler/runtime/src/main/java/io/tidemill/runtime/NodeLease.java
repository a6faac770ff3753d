package io.tidemill.runtime;

import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Store;
import io.tidemill.runtime.port.StoreException;
import java.time.Duration;

/// The lease of this scheduler: as long as it lasts, nobody takes what the scheduler owns. Renewed every [#RENEWAL] by a driver whose threads
/// make progress. Safe for use by several threads.
///
/// A lease that has ended stops nothing by itself: whatever is decided without it is fenced once somebody else has taken the partition (guarantees
/// R1, R3).
final class NodeLease {
  /// How long a lease lasts from each renewal, by the clock of the database.
  static final Duration LIFE = Duration.ofSeconds(6);
  /// Between two renewals.
  static final Duration RENEWAL = Duration.ofSeconds(2);

  private final Store store;
  private final StoreOutage outage;
  private volatile Member self;
  private volatile long steadySince = Long.MAX_VALUE;
  private volatile long renewed;
  private volatile boolean begun;

  NodeLease(String node, Store store, StoreOutage outage) {
    this.store = store;
    this.outage = outage;
    self = Member.of(node);
  }

  /// This scheduler as the others see it.
  Member self() {
    return self;
  }

  /// Says how the others shall see this scheduler, from the next renewal on.
  void introduce(Member member) {
    self = member;
  }

  /// Begins it.
  ///
  /// @param now in milliseconds since 1970
  /// @throws StoreException if the database could not be asked
  void begin(long now) {
    begun = true;
    store.ownership().renew(self, LIFE);
    if (steadySince == Long.MAX_VALUE || Math.abs(now - renewed) > LIFE.toMillis()) {
      steadySince = now;
    }
    renewed = now;
  }

  /// Renews it, if it was ever begun. Where the database could not be asked it is tried again at the next renewal.
  ///
  /// @param now in milliseconds since 1970
  void renew(long now) {
    if (!begun) {
      return;
    }
    try {
      begin(now);
    } catch (StoreException e) {
      steadySince = Long.MAX_VALUE;
      outage.met("the lease of this scheduler", e);
    }
  }

  /// Whether it was renewed for so long without a pause that others would have renewed theirs too: where the database was away all leases are over
  /// for a moment.
  boolean steady(long now) {
    return steadySince != Long.MAX_VALUE && now - steadySince >= LIFE.toMillis();
  }

  /// Ends it. Others may take at once what this scheduler owned.
  void end() {
    try {
      store.ownership().leave(self.node());
    } catch (StoreException e) {
      outage.met("the end of the lease of this scheduler", e);
    }
  }
}
