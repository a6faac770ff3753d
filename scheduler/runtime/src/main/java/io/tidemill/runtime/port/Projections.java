package io.tidemill.runtime.port;

import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.BackfillCounts;
import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.engine.state.SlotRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Snapshots and query tables, written behind the journal, never before it.
public interface Projections {
  /// Writes what changed in some partitions, in one transaction, which begins by moving each partition's mark from `from` to
  /// `to` where epoch and `from` match. Of the partitions that do not match, nothing is written. Need not be durable when it
  /// returns: what is lost is written again from the journal. Writing a row again replaces it.
  ///
  /// @return for each of `moves`, in order, whether it matched
  /// @throws DataRefusedException if the tables cannot take one of the rows; nothing was written
  boolean[] write(Batch batch);

  /// Does what [#write] does and takes it back, so that it is known whether the tables can take these rows.
  ///
  /// @throws DataRefusedException if they cannot take one of them
  void rehearse(Batch batch);

  /// What changed. Rows belong to the partition they name.
  ///
  /// @param moves partitions with how far their tables will be
  /// @param chunks snapshot parts of active runs, to replace those of the same number
  /// @param ended runs that ended: their active chunks go, `finals` stay for a rerun
  /// @param finals snapshot parts of the runs that ended
  /// @param runs rows of runs
  /// @param tasks rows of task instances
  /// @param failures rows of attempts that did not succeed
  /// @param slots rows of slots that were decided
  /// @param schedules rows of schedules
  /// @param backfills rows of backfills
  /// @param backfillSlots slots that backfills ran
  /// @param lateSlots slots that were late
  record Batch(List<Move> moves, List<RunChunk> chunks, List<EndedRun> ended, List<RunChunk> finals, List<RunRow> runs,
      List<TaskRow> tasks, List<FailureRow> failures, List<SlotRow> slots, List<ScheduleRow> schedules,
      List<BackfillRow> backfills, List<BackfillSlotRow> backfillSlots, List<LateSlotRow> lateSlots) {
    /// A batch in which no slot was late.
    public Batch(List<Move> moves, List<RunChunk> chunks, List<EndedRun> ended, List<RunChunk> finals,
        List<RunRow> runs, List<TaskRow> tasks, List<FailureRow> failures, List<SlotRow> slots,
        List<ScheduleRow> schedules, List<BackfillRow> backfills, List<BackfillSlotRow> backfillSlots) {
      this(moves, chunks, ended, finals, runs, tasks, failures, slots, schedules, backfills, backfillSlots, List.of());
    }

    /// A batch in which no schedule changed.
    public Batch(List<Move> moves, List<RunChunk> chunks, List<EndedRun> ended, List<RunChunk> finals,
        List<RunRow> runs, List<TaskRow> tasks, List<FailureRow> failures) {
      this(moves, chunks, ended, finals, runs, tasks, failures, List.of(), List.of());
    }

    /// A batch in which no backfill changed.
    public Batch(List<Move> moves, List<RunChunk> chunks, List<EndedRun> ended, List<RunChunk> finals,
        List<RunRow> runs, List<TaskRow> tasks, List<FailureRow> failures, List<SlotRow> slots,
        List<ScheduleRow> schedules) {
      this(moves, chunks, ended, finals, runs, tasks, failures, slots, schedules, List.of(), List.of());
    }
  }

  /// How far the tables of a partition are, before and after.
  record Move(int partition, long epoch, long from, long to) {}

  /// A run whose active snapshot goes.
  record EndedRun(int partition, int dag, long run) {}

  /// A run as people ask for it. Times are milliseconds since 1970, 0 for not yet.
  ///
  /// @param key idempotency key, null where none was given
  /// @param trigger kind of its trigger
  /// @param origin who or what its trigger was
  /// @param params JSON object, null where `paramsId` names it
  /// @param paramsId stored value that holds the parameters, 0 where they are in `params`
  /// @param tasks tasks of the run
  /// @param done tasks that are terminal
  /// @param failed tasks that failed
  /// @param cause why it did not succeed, null where it did or is not over
  /// @param slot the slot it is of, null where it is of none
  /// @param versionsBefore versions it was on before `version`, in their order; empty where it began with that
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record RunRow(int partition, int dag, long run, int version, RunStatus status, @Nullable String key, String trigger,
      String origin, long createdAt, long startedAt, long endedAt, byte @Nullable [] params, long paramsId, int tasks,
      int done, int failed, @Nullable String cause, @Nullable SlotRef slot, List<Integer> versionsBefore) {
    /// A run of no slot.
    public RunRow(int partition, int dag, long run, int version, RunStatus status, @Nullable String key, String trigger,
        String origin, long createdAt, long startedAt, long endedAt, byte @Nullable [] params, long paramsId, int tasks,
        int done, int failed, @Nullable String cause) {
      this(partition, dag, run, version, status, key, trigger, origin, createdAt, startedAt, endedAt, params, paramsId,
          tasks, done, failed, cause, null, List.of());
    }

    /// Versions it was on, in their order; the last is the one it is on.
    public List<Integer> versions() {
      List<Integer> all = new ArrayList<>(versionsBefore);
      all.add(version);
      return all;
    }
  }

  /// Slots of a schedule that were decided together: one, or consecutive ones without a run. Times are milliseconds since 1970.
  ///
  /// @param schedule name of the schedule
  /// @param time time of the first slot; names the row with DAG and schedule
  /// @param last time of the last slot
  /// @param count how many they are
  /// @param reason why they have no run, null where one has, or waits
  /// @param run number of the run, 0 for none
  /// @param decidedAt when it was decided
  record SlotRow(int partition, int dag, String schedule, long time, long last, int count, SlotOutcome outcome,
      @Nullable SlotReason reason, long run, long decidedAt) {}

  /// A schedule as people ask for it. Times are milliseconds since 1970, 0 for none.
  ///
  /// @param name its name, unique in the DAG
  /// @param declaration what was declared, for people; empty where it is no longer declared
  /// @param zone its time zone, empty where it is no longer declared
  /// @param cursor slots up to this time are decided
  /// @param nextAt time of the first slot that is not decided
  /// @param dueAt when that slot is due
  /// @param waiting slots of it that wait for the end of the runs before them
  /// @param pausedAt when the pause of the DAG's schedules began that lasts
  /// @param pauses the pauses that last for the DAG
  /// @param maintenance its maintenance windows that are planned or last
  record ScheduleRow(int partition, int dag, String name, String declaration, String zone, long cursor, long nextAt,
      long dueAt, int waiting, long pausedAt, List<PauseEntry> pauses,
      List<MaintenanceEntry> maintenance) {
    public ScheduleRow {
      pauses = List.copyOf(pauses);
      maintenance = List.copyOf(maintenance);
    }
  }

  /// A backfill as people ask for it. Times are milliseconds since 1970, 0 for not yet.
  ///
  /// @param backfill its number in the DAG
  /// @param zone time zone of its schedule
  /// @param from begin of its range
  /// @param until end of its range, not part of it
  /// @param by who asked for it
  /// @param totals how many slots it is about
  /// @param waiting slots that still need a run; of one that was cancelled: that get none
  /// @param active runs of it that are active
  /// @param counts how its runs ended
  record BackfillRow(int partition, int dag, long backfill, String schedule, String zone, long from, long until,
      Reprocess reprocess, SlotOrder order, int concurrency, BackfillStatus status, String by, long createdAt,
      long endedAt, BackfillTotals totals, int waiting, int active, BackfillCounts counts) {}

  /// A slot, or consecutive ones without a run, that was late. Times are milliseconds since 1970.
  ///
  /// @param time time of the first slot; names the row with DAG, schedule and kind
  /// @param last time of the last slot
  /// @param limitMillis how long after the slot's time it was expected
  /// @param cause how it stood then
  /// @param run number of its run, 0 where it had none
  /// @param notedAt when that was noted
  record LateSlotRow(int partition, int dag, String schedule, LatenessKind kind, long time, long last, int count,
      long limitMillis, LatenessCause cause, long run, long notedAt) {}

  /// A slot that a backfill ran.
  ///
  /// @param time time of the slot, in milliseconds since 1970
  /// @param run number of the run
  record BackfillSlotRow(int partition, int dag, long backfill, String schedule, long time, long run) {}

  /// A task instance as people ask for it. Times are milliseconds since 1970, 0 for not yet.
  ///
  /// @param task index of the task in its graph
  /// @param state ordinal of the state
  /// @param attempt number of the latest attempt, 0 for none yet
  /// @param agent name of the agent of the latest attempt, null for none
  /// @param output result as JSON, null where `outputId` names it or there is none
  /// @param outputId stored value that holds the result, 0 where it is in `output`
  /// @param shards shards in all, -1 where the task is not sharded or not expanded yet
  /// @param shardsDone shards that succeeded
  /// @param shardsFailed shards that failed
  /// @param version version of the DAG that its latest attempt is of, 0 for none yet
  /// @param dueAt when its next attempt is due, or the first of its shards, 0 where none waits for that
  /// @param spent what its latest attempt has cost, of a task with shards all attempts of all shards
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record TaskRow(int partition, int dag, long run, int task, int state, int attempt, long readyAt, long startedAt,
      long endedAt, @Nullable String agent, byte @Nullable [] output, long outputId, int shards, int shardsDone,
      int shardsFailed, int version, long dueAt, ResourceUsage spent) {
    /// A task of which it is not known what it has cost.
    public TaskRow(int partition, int dag, long run, int task, int state, int attempt, long readyAt, long startedAt,
        long endedAt, @Nullable String agent, byte @Nullable [] output, long outputId, int shards, int shardsDone,
        int shardsFailed) {
      this(partition, dag, run, task, state, attempt, readyAt, startedAt, endedAt, agent, output, outputId, shards,
          shardsDone, shardsFailed, 0, 0, ResourceUsage.NONE);
    }
  }

  /// An attempt that did not succeed.
  ///
  /// @param shard index of the shard, -1 where the task is not sharded
  /// @param shardKey key of the shard, null where the task is not sharded
  /// @param version version of the DAG that it is of
  record FailureRow(int partition, int dag, long run, int task, int shard, @Nullable String shardKey, int attempt,
      String kind, String type, String message, String place, String stack, @Nullable String agent, long endedAt,
      int version) {
    /// Of which it is not known on which version it was.
    public FailureRow(int partition, int dag, long run, int task, int shard, @Nullable String shardKey, int attempt,
        String kind, String type, String message, String place, String stack, @Nullable String agent, long endedAt) {
      this(partition, dag, run, task, shard, shardKey, attempt, kind, type, message, place, stack, agent, endedAt, 0);
    }
  }
}
