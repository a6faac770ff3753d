package io.tidemill.runtime;

import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.MaintenanceBegan;
import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.fact.PartitionPaused;
import io.tidemill.engine.fact.PartitionResumed;
import io.tidemill.engine.fact.SchedulesPaused;
import io.tidemill.engine.fact.SchedulesResumed;
import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.runtime.SlotTimers.ScheduleRef;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/// The schedules of one partition for which [SlotTimers] keep time: those that are in force and not paused, while this node owns the
/// partition. Used with the partition locked.
final class KeptSchedules {
  private final int partition;
  private final Supplier<SlotTimers> timers;
  private final Set<ScheduleRef> kept = new HashSet<>();

  KeptSchedules(int partition, Supplier<SlotTimers> timers) {
    this.partition = partition;
    this.timers = timers;
  }

  /// The partition is owned, with that state.
  void begin(PartitionState state) {
    drop();
    state.dags().values().forEach(dag -> look(state, dag));
  }

  /// The partition is not owned any more.
  void drop() {
    if (!kept.isEmpty()) {
      timers.get().clear(partition);
      kept.clear();
    }
  }

  /// Notes what follows from a fact that was just applied.
  void note(Fact fact, PartitionState state) {
    if (fact instanceof PartitionPaused || fact instanceof PartitionResumed || fact instanceof MaintenanceBegan
        || fact instanceof MaintenanceEnded) {
      state.dags().values().forEach(dag -> look(state, dag));
    } else if (fact instanceof VersionActivated activated) {
      look(state, state.dag(activated.dag()));
    } else if (fact instanceof SchedulesPaused paused) {
      look(state, state.dag(paused.dag()));
    } else if (fact instanceof SchedulesResumed resumed) {
      look(state, state.dag(resumed.dag()));
    }
  }

  private void look(PartitionState state, DagState dag) {
    boolean rests = state.paused(dag) || state.suspended(dag.number());
    for (ScheduleState schedule : dag.schedules().values()) {
      ScheduleRef ref = new ScheduleRef(partition, dag.number(), schedule.name());
      SlotSequence slots = schedule.sequence();
      if (slots != null && !rests) {
        timers.get().set(ref, slots, schedule.cursor());
        kept.add(ref);
      } else if (kept.remove(ref)) {
        timers.get().remove(ref);
      }
    }
  }
}
