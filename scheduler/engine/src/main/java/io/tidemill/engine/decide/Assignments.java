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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Makes the assignment of what the state says is assigned, so it can be sent, and sent again.
final class Assignments {
  private Assignments() {}

  /// The attempt of a task, or the expansion of a sharded one.
  ///
  /// @param again whether it was sent before
  static AssignTask task(RunState run, int index, Instance instance, boolean again) {
    CompiledTask task = run.compiled().task(index);
    boolean expand = task.shard() != null;
    return new AssignTask(instance.agent, RunRef.of(run), index, instance.attempt, instance.nonce, expand,
        inputs(run, task, expand), expand ? previous(instance) : null, task.requirement(), again);
  }

  private static AssignTask.@Nullable Previous previous(Instance instance) {
    ShardTable before = instance.previous;
    return before == null || before.keys() == null || before.size() == 0
        ? null
        : new AssignTask.Previous(before.size(), before.keys(), instance.keepsShards ? before.elements() : null);
  }

  /// The shards of an assignment that have not ended, to be sent again.
  static AssignShards shards(RunState run, int index, ShardAssignment assignment) {
    CompiledTask task = run.compiled().task(index);
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
        table.elements(), aligned, inputs(run, task, false), task.requirement(), again);
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
    if (table.live() == 0) {
      return new TaskInput.Sharded(0, null, List.of(), List.of(), List.of());
    }
    int[] order = table.order();
    List<Integer> failed = new ArrayList<>();
    if (table.count(ShardState.SUCCESS) < table.live()) {
      for (int place = 0; place < table.live(); place++) {
        int shard = order == null ? place : order[place];
        if (table.state(shard) != ShardState.SUCCESS) {
          failed.add(shard);
        }
      }
    }
    return new TaskInput.Sharded(table.size(), table.keys(), List.copyOf(table.blocks()), failed,
        order == null ? List.of() : IntStream.of(order).boxed().toList());
  }
}
