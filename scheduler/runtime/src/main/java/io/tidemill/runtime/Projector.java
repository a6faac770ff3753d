package io.tidemill.runtime;

import io.tidemill.runtime.codec.ShardKeyCodec;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Projections;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what changed into snapshots and query tables, behind the commit, never before it.
///
/// A step captures what changed in all partitions, waits until that is durable, and writes it in one transaction. Stepped by
/// one thread at a time.
final class Projector {
  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

  private final Projections projections;
  private final Queries queries;
  private final List<Partition> partitions;
  private final ShardKeyCodec keys;
  private final AgentPort agents;
  private final ProjectionListener listener;
  private List<ProjectionDelta> captured = List.of();
  private boolean doubtful;

  Projector(Projections projections, Queries queries, List<Partition> partitions, ShardKeyCodec keys,
      AgentPort agents, ProjectionListener listener) {
    this.projections = projections;
    this.queries = queries;
    this.partitions = partitions;
    this.keys = keys;
    this.agents = agents;
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
      boolean[] matched = current.isEmpty() ? new boolean[0] : projections.write(batch(current));
      captured = List.of();
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
      LOG.warn("The query tables cannot be written and will be tried again: {}", e.getMessage());
      return StepResult.LATER;
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
    capture.runs().forEach(run -> listener.projected(run.dag(), run.run()));
  }

  private List<ProjectionDelta> capture() {
    List<ProjectionDelta> captures = new ArrayList<>();
    for (Partition partition : partitions) {
      ProjectionDelta capture = partition.capture();
      if (capture != null) {
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
    for (ProjectionDelta capture : captures) {
      moves.add(new Move(capture.partition(), capture.epoch(), capture.from(), capture.to()));
      chunks.addAll(capture.chunks());
      ended.addAll(capture.ended());
      finals.addAll(capture.finals());
      runs.addAll(capture.runs());
      tasks.addAll(capture.tasks());
      capture.failures().forEach(failure -> failures.add(row(capture.partition(), failure)));
    }
    return new Projections.Batch(moves, chunks, ended, finals, runs, tasks, failures);
  }

  private FailureRow row(int partition, CapturedFailures.Row row) {
    String key = row.keys() == null ? null : keys.key(row.keys(), row.shard());
    return new FailureRow(partition, row.dag(), row.run(), row.task(), row.shard(), key, row.attempt(),
        row.failure().kind().name(), row.failure().type(), row.failure().message(), row.failure().place(),
        row.failure().stack(), agent(row), row.at());
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
