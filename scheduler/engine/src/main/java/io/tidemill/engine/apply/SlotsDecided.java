package io.tidemill.engine.apply;

import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Deadlines;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;

/// What follows for a DAG where slots were decided: its schedule moves on, and they wait no longer.
final class SlotsDecided {
  private SlotsDecided() {}

  /// The run of a slot began: it will not be late with that.
  static void started(PartitionState state, RunState run) {
    SlotRef slot = run.trigger().ofSlot();
    ScheduleState schedule = slot == null ? null : state.dag(run.dag()).schedules().get(slot.schedule());
    if (slot != null && schedule != null && schedule.lateAt() != Deadlines.NEVER) {
      schedule.lateness(LatenessKind.NOT_STARTED).meet(slot.time());
      state.dag(run.dag()).touch();
      state.arm(state.dag(run.dag()));
    }
  }

  /// The run of a slot has ended: it will not be late any more.
  static void ended(PartitionState state, RunState run) {
    SlotRef slot = run.trigger().ofSlot();
    ScheduleState schedule = slot == null ? null : state.dag(run.dag()).schedules().get(slot.schedule());
    if (slot != null && schedule != null && schedule.lateAt() != Deadlines.NEVER) {
      schedule.settled(slot.time());
      state.dag(run.dag()).touch();
    }
  }

  static void upTo(DagState dag, String schedule, long time, SlotResult result) {
    if (!dag.waiting().isEmpty()) {
      dag.waiting().removeIf(slot -> slot.schedule().equals(schedule) && slot.time() == time);
    }
    if (!dag.links().held().isEmpty()) {
      dag.links().held().removeIf(slot -> slot.schedule().equals(schedule) && slot.time() == time);
    }
    ScheduleState state = dag.schedule(schedule);
    state.decided(time);
    state.history().note(time, result);
    if (result == SlotResult.SKIPPED) {
      state.settled(time);
    }
  }
}
