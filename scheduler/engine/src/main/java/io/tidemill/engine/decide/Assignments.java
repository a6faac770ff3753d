package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignShards.Span;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.RunRef;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardAssignment;
import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.engine.state.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the assignment of what the state says is assigned, so it can be sent, and sent again.
final class Assignments {
  private Assignments() {}

  /// The attempt of a task, or the expansion of a sharded one.
  ///
  /// @param again whether it was sent before
  static AssignTask task(RunState run, int index, Instance instance, boolean again) {
    CompiledTask task = run.plan().task(index);
    boolean expand = task.shard() != null;
    return new AssignTask(instance.agent, RunRef.of(run), index, instance.attempt, instance.nonce, expand,
        inputs(run, task, expand), again);
  }

  /// The shards of an assignment that have not ended, to be sent again.
  static AssignShards shards(RunState run, int index, ShardAssignment assignment) {
    CompiledTask task = run.plan().task(index);
    ShardTable table = run.shards(index);
    List<Span> spans = new ArrayList<>();
    for (int shard = 0; shard < table.size(); shard++) {
      if (table.nonce(shard) == assignment.nonce()) {
        add(spans, shard, table.attempt(shard));
      }
    }
    return shards(run, task, assignment.nonce(), assignment.agent(), spans, true);
  }

  static AssignShards shards(RunState run, CompiledTask task, long nonce, long agent, List<Span> spans,
      boolean again) {
    ShardTable table = run.shards(task.index());
    List<ShardBlock> aligned = task.aligned() ? blocks(run.shards(task.alignedWith()), spans) : null;
    return new AssignShards(agent, RunRef.of(run), task.index(), nonce, spans, Objects.requireNonNull(table.keys()),
        table.elements(), aligned, inputs(run, task, false), again);
  }

  /// The blocks that hold the results of some shards.
  private static List<ShardBlock> blocks(ShardTable table, List<Span> spans) {
    BitSet found = new BitSet();
    spans.forEach(span -> table.findBlocks(span.first(), span.end(), found));
    return found.stream().mapToObj(table.blocks()::get).toList();
  }

  /// Adds a shard behind the last span, or to it.
  static void add(List<Span> spans, int shard, int attempt) {
    Span last = spans.isEmpty() ? null : spans.getLast();
    if (last != null && last.end() == shard && last.attempt() == attempt) {
      spans.set(spans.size() - 1, new Span(last.first(), shard + 1, attempt));
    } else {
      spans.add(new Span(shard, shard + 1, attempt));
    }
  }

  private static List<TaskInput> inputs(RunState run, CompiledTask task, boolean expand) {
    List<TaskInput> inputs = List.of();
    for (Edge edge : task.in()) {
      boolean taken = expand
          ? edge.kind() == EdgeKind.SOURCE
          : edge.kind() == EdgeKind.DATA || edge.kind() == EdgeKind.OUTCOME;
      if (taken) {
        inputs = inputs.isEmpty() ? new ArrayList<>() : inputs;
        inputs.add(input(run, edge));
      }
    }
    return inputs;
  }

  private static TaskInput input(RunState run, Edge edge) {
    Instance upstream = run.instance(edge.from());
    @Nullable Value output = upstream == null ? null : upstream.output;
    if (edge.kind() == EdgeKind.OUTCOME) {
      return new TaskInput.Ended(run.state(edge.from()), output);
    }
    ShardTable table = run.table(edge.from());
    if (table == null) {
      return new TaskInput.Single(output == null ? Value.NONE : output);
    }
    List<Integer> failed = new ArrayList<>();
    if (table.count(ShardState.SUCCESS) < table.size()) {
      for (int shard = 0; shard < table.size(); shard++) {
        if (table.state(shard) != ShardState.SUCCESS) {
          failed.add(shard);
        }
      }
    }
    return new TaskInput.Sharded(table.size(), table.size() == 0 ? null : table.keys(), List.copyOf(table.blocks()),
        failed);
  }
}
