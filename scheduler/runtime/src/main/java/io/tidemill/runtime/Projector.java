package io.tidemill.runtime;

import io.tidemill.runtime.codec.ShardKeyCodec;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.DataRefusedException;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.StoreException;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Writes what changed into snapshots and query tables, behind the commit, never before it.
///
/// A step captures what changed in all partitions, waits until that is durable, and writes it in one transaction. Stepped by
/// one thread at a time.
final class Projector {
  private final Projections projections;
  private final Queries queries;
  private final List<Partition> partitions;
  private final ShardKeyCodec keys;
  private final AgentPort agents;
  private final Quarantine quarantine;
  private final StoreOutage outage;
  private final IntConsumer reacquire;
  private final ProjectionListener listener;
  private List<ProjectionDelta> captured = List.of();
  private boolean doubtful;

  /// @param reacquire takes a partition anew of which a DAG was set apart
  Projector(Projections projections, Queries queries, List<Partition> partitions, ShardKeyCodec keys,
      AgentPort agents, Quarantine quarantine, StoreOutage outage, IntConsumer reacquire,
      ProjectionListener listener) {
    this.projections = projections;
    this.queries = queries;
    this.partitions = partitions;
    this.keys = keys;
    this.agents = agents;
    this.quarantine = quarantine;
    this.outage = outage;
    this.reacquire = reacquire;
    this.listener = listener;
  }

  /// Whether something is captured that is not written yet.
  boolean underWay() {
    return !captured.isEmpty();
  }

  StepResult step() {
    if (captured.isEmpty()) {
      captured = capture();
      if (captured.isEmpty()) {
        return StepResult.IDLE;
      }
    }
    if (!captured.stream().allMatch(c -> partitions.get(c.partition()).settled(c))) {
      return StepResult.WAITING;
    }
    try {
      if (doubtful) {
        settle();
        doubtful = false;
      }
      List<ProjectionDelta> current = captured.stream().filter(c -> partitions.get(c.partition()).current(c)).toList();
      boolean[] matched;
      try {
        matched = current.isEmpty() ? new boolean[0] : projections.write(batch(current));
      } catch (DataRefusedException e) {
        return setApart(current, e);
      }
      captured = List.of();
      outage.over();
      for (int i = 0; i < matched.length; i++) {
        ProjectionDelta capture = current.get(i);
        if (matched[i]) {
          written(capture);
        } else {
          partitions.get(capture.partition()).fenced(capture.epoch());
        }
      }
      return StepResult.WORKED;
    } catch (StoreException e) {
      // Perhaps it was written all the same: ask before writing again, since the second time would look like another owner.
      doubtful = true;
      outage.met("the query tables", e);
      return StepResult.LATER;
    }
  }

  /// Rows that the tables refuse are the trouble of their DAG alone: it is quarantined, and the rows of the others are written.
  private StepResult setApart(List<ProjectionDelta> current, DataRefusedException why) {
    List<ProjectionDelta> rest = new ArrayList<>();
    boolean found = false;
    for (ProjectionDelta capture : current) {
      Map<Integer, String> refused = new TreeMap<>();
      find(capture, List.copyOf(capture.dags()), refused);
      refused.remove(0); // rows of the partition itself are nobody's trouble
      found = found || !refused.isEmpty();
      rest.add(refused.isEmpty() ? capture : capture.without(refused));
      refused.forEach((dag, reason) -> quarantine.keepApart(dag, capture.at(), reason));
    }
    captured = rest;
    if (!found) {
      outage.met("the query tables refuse rows, but none of any one DAG", why);
      return StepResult.LATER;
    }
    return StepResult.WORKED;
  }

  /// Finds the DAGs whose rows are refused, by halves.
  private void find(ProjectionDelta capture, List<Integer> dags, Map<Integer, String> refused) {
    if (dags.isEmpty()) {
      return;
    }
    try {
      projections.rehearse(batch(List.of(capture.only(dags))));
    } catch (DataRefusedException e) {
      int half = dags.size() / 2;
      if (half == 0) {
        refused.put(dags.getFirst(), "its rows cannot be written to the query tables: " + e.getMessage());
      } else {
        find(capture, dags.subList(0, half), refused);
        find(capture, dags.subList(half, dags.size()), refused);
      }
    }
  }

  private void settle() {
    List<ProjectionDelta> open = new ArrayList<>();
    for (ProjectionDelta capture : captured) {
      if (queries.projected(capture.partition()) == capture.to() && capture.to() > capture.from()) {
        written(capture);
      } else {
        open.add(capture);
      }
    }
    captured = open;
  }

  private void written(ProjectionDelta capture) {
    partitions.get(capture.partition()).projected(capture);
    if (!capture.refused().isEmpty()) {
      reacquire.accept(capture.partition());
    }
    capture.runs().forEach(run -> listener.projected(run.dag(), run.run()));
  }

  private List<ProjectionDelta> capture() {
    List<ProjectionDelta> captures = new ArrayList<>();
    for (Partition partition : partitions) {
      ProjectionDelta capture = partition.capture();
      if (capture != null) {
        capture.refused().forEach((dag, reason) -> quarantine.keepApart(dag, capture.at(), reason));
        captures.add(capture);
      }
    }
    return captures;
  }

  private Projections.Batch batch(List<ProjectionDelta> captures) {
    List<Move> moves = new ArrayList<>();
    List<RunChunk> chunks = new ArrayList<>();
    List<EndedRun> ended = new ArrayList<>();
    List<RunChunk> finals = new ArrayList<>();
    List<RunRow> runs = new ArrayList<>();
    List<TaskRow> tasks = new ArrayList<>();
    List<FailureRow> failures = new ArrayList<>();
    List<SlotRow> slots = new ArrayList<>();
    List<ScheduleRow> schedules = new ArrayList<>();
    List<BackfillRow> backfills = new ArrayList<>();
    List<BackfillSlotRow> backfillSlots = new ArrayList<>();
    List<LateSlotRow> lateSlots = new ArrayList<>();
    for (ProjectionDelta capture : captures) {
      moves.add(new Move(capture.partition(), capture.epoch(), capture.from(), capture.to()));
      chunks.addAll(capture.chunks());
      ended.addAll(capture.ended());
      finals.addAll(capture.finals());
      runs.addAll(capture.runs());
      tasks.addAll(capture.tasks());
      slots.addAll(capture.slots());
      schedules.addAll(capture.schedules());
      backfills.addAll(capture.backfills());
      backfillSlots.addAll(capture.backfillSlots());
      lateSlots.addAll(capture.lateSlots());
      capture.failures().forEach(failure -> failures.add(row(capture.partition(), failure)));
    }
    return new Projections.Batch(moves, chunks, ended, finals, runs, tasks, failures, slots, schedules,
        backfills, backfillSlots, lateSlots);
  }

  private FailureRow row(int partition, CapturedFailures.Row row) {
    String key;
    try {
      key = row.keys() == null ? null : keys.key(row.keys(), row.shard());
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new DataRefusedException(
          "Expected keys of the shards of task " + row.task() + ", but found: " + e, e);
    }
    return new FailureRow(partition, row.dag(), row.run(), row.task(), row.shard(), key, row.attempt(),
        row.failure().kind().shown(), row.failure().type(), row.failure().message(), row.failure().place(),
        row.failure().stack(), agent(row), row.at(), row.version());
  }

  /// Name of the agent that had it. A process that only an earlier scheduler has seen is found in the row of the task, which that one
  /// wrote when the task began; of shards, which have none, it is not known then.
  private @Nullable String agent(CapturedFailures.Row row) {
    String name = row.agent() == 0 ? null : agents.name(row.agent());
    if (name != null || row.agent() == 0 || row.shard() >= 0) {
      return name;
    }
    for (TaskRow task : queries.tasks(row.dag(), row.run())) {
      if (task.task() == row.task() && task.attempt() == row.attempt()) {
        return task.agent();
      }
    }
    return null;
  }
}
