package io.tidemill.runtime.port;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Questions people ask, answered from the query tables: committed state, a little behind the journal.
public interface Queries {
  /// Runs, newest first.
  ///
  /// @param dag number of the DAG, 0 for all
  /// @param status only these, empty for all
  /// @param before only runs before this one in the order, null to begin with the newest
  /// @param limit most runs, at least 1
  List<RunRow> runs(int dag, List<RunStatus> status, @Nullable Position before, int limit);

  /// The latest runs of every DAG, in any order. Numbers of runs rise by one, so of a DAG whose runs are partly gone there may be
  /// fewer.
  ///
  /// @param each most runs of one DAG, at least 1
  List<RunRow> latestRuns(int each);

  /// One run, or null.
  @Nullable RunRow run(int dag, long run);

  /// The run of a DAG with that trigger key, or null.
  @Nullable RunRow runByKey(int dag, String key);

  /// Task instances of a run by index. Those that still wait for their upstreams have no row.
  List<TaskRow> tasks(int dag, long run);

  /// States of the task instances of consecutive runs of a DAG, by run and index of the task. Those that still wait for their upstreams
  /// have none.
  ///
  /// @param first number of the first run
  /// @param last number of the last run, inclusive
  List<TaskStateRow> taskStates(int dag, long first, long last);

  /// Attempts of a run that did not succeed, by task, shard and attempt.
  ///
  /// @param task index of the task, -1 for all
  /// @param limit most rows, at least 1
  List<FailureRow> failures(int dag, long run, int task, int limit);

  /// Attempts of one shard that did not succeed, by attempt.
  ///
  /// @param task index of the task
  /// @param shard index of the shard
  /// @param limit most rows, at least 1
  List<FailureRow> shardFailures(int dag, long run, int task, int shard, int limit);

  /// The snapshot parts of a run that ended, ascending; empty if it is not known or has not ended.
  List<RunChunk> finalState(int dag, long run);

  /// Schedules that are declared, by DAG and name.
  ///
  /// @param dag number of the DAG, 0 for all
  List<ScheduleRow> schedules(int dag);

  /// Slots that were decided, newest first; those of one time by DAG and schedule, last first.
  ///
  /// @param dag number of the DAG, 0 for all
  /// @param schedule name of the schedule, null for all
  /// @param outcomes only these, empty for all
  /// @param before only slots before this one in the order, null to begin with the newest
  /// @param limit most rows, at least 1
  List<SlotRow> slots(int dag, @Nullable String schedule, List<SlotOutcome> outcomes, @Nullable SlotPosition before,
      int limit);

  /// Slots of a schedule in a range that were decided, oldest first: each row with a slot in it.
  ///
  /// @param from begin of the range, in milliseconds since 1970
  /// @param until its end, not part of it
  List<SlotRow> slotsBetween(int dag, String schedule, long from, long until);

  /// Slots of a schedule in a range that backfills ran, by time and run.
  ///
  /// @param from begin of the range, in milliseconds since 1970
  /// @param until its end, not part of it
  List<BackfillSlotRow> backfilledBetween(int dag, String schedule, long from, long until);

  /// How many slots of a schedule in a range backfills ran, and which run was the newest of them; null where none was run.
  ///
  /// @param from begin of the range, in milliseconds since 1970
  /// @param until its end, not part of it
  @Nullable Backfilled backfilled(int dag, String schedule, long from, long until);

  /// Slots that were late, newest first; those of one time by DAG, schedule and kind, last first.
  ///
  /// @param dag number of the DAG, 0 for all
  /// @param schedule name of the schedule, null for all
  /// @param since only those noted since then, in milliseconds since 1970
  /// @param limit most rows, at least 1
  List<LateSlotRow> lateSlots(int dag, @Nullable String schedule, long since, int limit);

  /// How runs stand, by their numbers; one that is not known is left out.
  Map<Long, RunStatus> statuses(int dag, Collection<Long> runs);

  /// Number of the newest run of a DAG, 0 for none.
  long lastRun(int dag);

  /// Backfills, newest first.
  ///
  /// @param dag number of the DAG, 0 for all
  /// @param limit most rows, at least 1
  List<BackfillRow> backfills(int dag, int limit);

  /// One backfill, or null.
  @Nullable BackfillRow backfill(int dag, long backfill);

  /// Runs that a backfill created, newest first.
  ///
  /// @param status only these, empty for all
  /// @param before only runs with a smaller number
  /// @param limit most rows, at least 1
  List<RunRow> runsOfBackfill(int dag, long backfill, List<RunStatus> status, long before, int limit);

  /// Number of the last entry of a partition that the tables hold.
  long projected(int partition);

  /// What backfills did in a range of slots.
  ///
  /// @param slots slots that were run, each counted once
  /// @param run number of the newest run
  record Backfilled(int slots, long run) {}

  /// The state of a task instance.
  ///
  /// @param task index of the task in the graph of its run
  /// @param state ordinal of the state
  /// @param attempt number of the latest attempt, 0 for none yet
  record TaskStateRow(long run, int task, int state, int attempt) {}

  /// Place of a slot in the order newest first.
  ///
  /// @param time in milliseconds since 1970
  record SlotPosition(long time, int dag, String schedule) {}

  /// Place of a run in the order newest first.
  record Position(long createdAt, int dag, long run) {}
}
