package io.tidemill.runtime;

import io.tidemill.engine.schedule.SlotSequence;

/// Keeps time for schedules: calls [SchedulerNode#slotDue] when a slot of a schedule is due.
///
/// It says when to look, never what is due: the engine alone decides that, from its own state. So a call that is lost, doubled, early or
/// late changes no slot; where one is lost the driver looks a second later. Called by any thread, with the partition locked; must
/// neither block nor call back in the same thread.
public interface SlotTimers {
  /// Keeps no time: the driver does.
  SlotTimers NONE = new SlotTimers() {
    @Override public void set(ScheduleRef schedule, SlotSequence slots, long decided) {
      // The driver looks at the timers of the state.
    }

    @Override public void remove(ScheduleRef schedule) {
      // Nothing was set.
    }

    @Override public void clear(int partition) {
      // Nothing was set.
    }
  };

  /// Names a schedule.
  ///
  /// @param partition partition of its DAG
  /// @param dag number of its DAG
  /// @param name its name, unique in the DAG
  record ScheduleRef(int partition, int dag, String name) {}

  /// Keeps time for a schedule from now on, instead of what was set for it before.
  ///
  /// @param decided slots up to this time are decided, in milliseconds since 1970
  void set(ScheduleRef schedule, SlotSequence slots, long decided);

  /// Keeps time for a schedule no longer: it is paused, or not in force any more.
  void remove(ScheduleRef schedule);

  /// Keeps time for no schedule of a partition any longer: this scheduler does not own it.
  void clear(int partition);
}
