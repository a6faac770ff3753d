package io.tidemill.runtime;

import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.Timer;
import io.tidemill.runtime.CompiledGraphCache.VersionKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// When the timers of one partition are looked at, and which graphs they need then. Times are in milliseconds since 1970,
/// `Long.MAX_VALUE` for never.
///
/// Used under the partition's lock.
final class PartitionTimers {
  private long notBefore;

  /// Looks at no timer before a time.
  void delay(long until) {
    notBefore = until;
  }

  /// The time before which no timer is looked at.
  long notBefore() {
    return notBefore;
  }

  /// Whether a timer is to be decided about now.
  boolean due(PartitionState state, long now) {
    Timer next = state.nextTimer();
    return next != null && now >= notBefore && next.at() <= now;
  }

  /// When the next timer is due.
  long next(PartitionState state) {
    Timer next = state.nextTimer();
    return next == null ? Long.MAX_VALUE : Math.max(notBefore, next.at());
  }

  /// The same where somebody else keeps time for schedules: a slot that is due more than so many milliseconds from now may be
  /// looked at so much later.
  long next(PartitionState state, long now, long margin) {
    if (state.slotTimers().isEmpty()) {
      return next(state);
    }
    long slot = state.slotTimers().first().at();
    long other = state.timers().isEmpty() ? Long.MAX_VALUE : state.timers().first().at();
    return Math.max(notBefore, Math.min(other, slot - now > margin ? slot + margin : slot));
  }

  /// Versions of which due timers may start a run.
  static Set<VersionKey> versionsDue(PartitionState state, long now) {
    Set<VersionKey> due = new HashSet<>();
    for (TreeSet<Timer> timers : List.of(state.slotTimers(), state.timers())) {
      for (Timer timer : timers) {
        if (timer.at() > now) {
          break;
        }
        if (timer.owner() != Timer.Owner.RUN && timer.owner() != Timer.Owner.TASK
            && timer.owner() != Timer.Owner.MAINTENANCE) {
          due.add(new VersionKey(timer.dag(), state.dag(timer.dag()).version()));
        }
      }
    }
    return due;
  }
}
