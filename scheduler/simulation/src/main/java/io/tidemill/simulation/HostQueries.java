package io.tidemill.simulation;

import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Questions as one scheduler asks them: by the time the answer is there, the world has gone on.
///
/// @param meanwhile lets it go on
record HostQueries(Queries database, Runnable meanwhile) implements Queries {
  private <T extends @Nullable Object> T late(T answer) {
    meanwhile.run();
    return answer;
  }

  @Override public List<RunRow> runs(int dag, List<RunStatus> status, @Nullable Position before, int limit) {
    return late(database.runs(dag, status, before, limit));
  }

  @Override public List<RunRow> latestRuns(int each) {
    return late(database.latestRuns(each));
  }

  @Override public @Nullable RunRow run(int dag, long run) {
    return late(database.run(dag, run));
  }

  @Override public @Nullable RunRow runByKey(int dag, String key) {
    return late(database.runByKey(dag, key));
  }

  @Override public List<TaskRow> tasks(int dag, long run) {
    return late(database.tasks(dag, run));
  }

  @Override public List<TaskStateRow> taskStates(int dag, long first, long last) {
    return late(database.taskStates(dag, first, last));
  }

  @Override public List<FailureRow> failures(int dag, long run, int task, int limit) {
    return late(database.failures(dag, run, task, limit));
  }

  @Override public List<FailureRow> shardFailures(int dag, long run, int task, int shard, int limit) {
    return late(database.shardFailures(dag, run, task, shard, limit));
  }

  @Override public List<RunChunk> finalState(int dag, long run) {
    return late(database.finalState(dag, run));
  }

  @Override public List<ScheduleRow> schedules(int dag) {
    return late(database.schedules(dag));
  }

  @Override public List<SlotRow> slots(int dag, @Nullable String schedule, List<SlotOutcome> outcomes,
      @Nullable SlotPosition before, int limit) {
    return late(database.slots(dag, schedule, outcomes, before, limit));
  }

  @Override public List<SlotRow> slotsBetween(int dag, String schedule, long from, long until) {
    return late(database.slotsBetween(dag, schedule, from, until));
  }

  @Override public @Nullable Backfilled backfilled(int dag, String schedule, long from, long until) {
    return late(database.backfilled(dag, schedule, from, until));
  }

  @Override public List<BackfillSlotRow> backfilledBetween(int dag, String schedule, long from, long until) {
    return late(database.backfilledBetween(dag, schedule, from, until));
  }

  @Override public List<LateSlotRow> lateSlots(int dag, @Nullable String schedule, long since, int limit) {
    return late(database.lateSlots(dag, schedule, since, limit));
  }

  @Override public Map<Long, RunStatus> statuses(int dag, Collection<Long> runs) {
    return late(database.statuses(dag, runs));
  }

  @Override public long lastRun(int dag) {
    return late(database.lastRun(dag));
  }

  @Override public List<BackfillRow> backfills(int dag, int limit) {
    return late(database.backfills(dag, limit));
  }

  @Override public @Nullable BackfillRow backfill(int dag, long backfill) {
    return late(database.backfill(dag, backfill));
  }

  @Override public List<RunRow> runsOfBackfill(int dag, long backfill, List<RunStatus> status, long before,
      int limit) {
    return late(database.runsOfBackfill(dag, backfill, status, before, limit));
  }

  @Override public long projected(int partition) {
    return late(database.projected(partition));
  }
}
