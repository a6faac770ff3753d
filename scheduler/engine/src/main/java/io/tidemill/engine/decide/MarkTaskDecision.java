package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.TaskMarked;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.reply.MarkPlanned;
import io.tidemill.engine.reply.MarkPlanned.Change;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody says how a task ended, or that it shall not run (semantics §6). Tasks behind it that did not run because of their upstreams
/// are asked again by their join rules; those that ran, and those that were marked themselves, stay. What is applied is what was shown,
/// or nothing.
final class MarkTaskDecision {
  private MarkTaskDecision() {}

  static void decide(MarkTask input, Turn turn) {
    RunState run = RunOfCommand.find(input, turn);
    if (run == null) {
      return;
    }
    CompiledTask task = run.compiled().task(input.task());
    if (task == null || run.compiled().removed(task.index())) {
      refuse(turn, Refused.Code.NOT_FOUND, "Expected a task of run " + input.run() + ", but found '" + input.task()
          + "'");
      return;
    }
    String problem = state(input, run, task);
    if (problem != null) {
      refuse(turn, Refused.Code.WRONG_STATE, problem);
      return;
    }
    problem = value(input, run, task);
    if (problem != null) {
      refuse(turn, Refused.Code.INVALID, problem);
      return;
    }
    int[] behind = behind(run, task.index());
    List<Change> changes = changes(input, run, task, behind);
    String hash = hash(input, changes);
    if (input.plan() != null && !input.plan().equals(hash)) {
      refuse(turn, Refused.Code.PLAN_CHANGED, "Expected plan " + input.plan() + ", but by now it would be " + hash
          + "; look at the plan again");
      return;
    }
    turn.reply(new MarkPlanned(
        input.apply() ? changes.subList(0, Math.min(changes.size(), MarkPlanned.MOST_APPLIED)) : changes,
        changes.size(), hash, input.apply()));
    if (input.apply()) {
      apply(input, turn, run, task, behind);
    }
  }

  /// Why the task cannot be marked as it is, null if it can.
  private static @Nullable String state(MarkTask input, RunState run, CompiledTask task) {
    TaskState now = run.state(task.index());
    if (task.node().kind() == TaskKind.SLOT_PARAMS) {
      return "Expected a task that the DAG declares, but '" + task.id() + "' makes the parameters of the run";
    }
    if (task.shard() != null) {
      return "Expected a task without shards, but '" + task.id()
          + "' is sharded; rerun its shards, or mark the tasks behind it";
    }
    if (run.outcome() == null && run.cancelRequested()) {
      return "Expected a run that goes on or has ended, but run " + input.run()
          + " is being cancelled; wait for its end";
    }
    if (now.active()) {
      return "Expected a task that no agent has, but '" + task.id() + "' is " + now
          + "; wait for its end, or cancel the run first";
    }
    return now == input.state() ? "Expected a task that is not " + now + " yet, but '" + task.id() + "' is" : null;
  }

  /// What is wrong with the result that is given, null if it fits.
  private static @Nullable String value(MarkTask input, RunState run, CompiledTask task) {
    Value output = input.output();
    String type = task.node().resultType();
    if (input.state() != TaskState.SUCCESS || type.equals("void")) {
      return output == null
          ? null
          : "Expected no value, since '" + task.id() + (input.state() == TaskState.SUCCESS
              ? "' has no result"
              : "' is not marked as success") + ", but found one";
    }
    List<String> variants = task.node().variants();
    if (output == null) {
      String reader = reader(run, task);
      return reader == null
          ? null
          : "Expected a value of type " + type + ", since task '" + reader + "' reads the result of '" + task.id()
              + "', but found none";
    }
    boolean known = variants.isEmpty() ? output.variant().isEmpty() : variants.contains(output.variant());
    return known
        ? null
        : variants.isEmpty()
            ? "Expected a value without a variant, since " + type + " has none, but found '" + output.variant() + "'"
            : "Expected one of the variants " + String.join(", ", variants) + " of " + type + ", but found "
                + (output.variant().isEmpty() ? "none" : "'" + output.variant() + "'");
  }

  /// A task that reads the result of another, or whose branch depends on it; null if none does.
  private static @Nullable String reader(RunState run, CompiledTask task) {
    for (Edge edge : task.out()) {
      if (edge.kind() != EdgeKind.ORDER || !edge.variants().isEmpty()) {
        return run.compiled().task(edge.to()).id();
      }
    }
    return null;
  }

  /// Tasks behind one that did not run because of their upstreams, ascending.
  private static int[] behind(RunState run, int from) {
    BitSet found = new BitSet();
    ArrayDeque<Integer> reached = new ArrayDeque<>(List.of(from));
    for (Integer task = reached.poll(); task != null; task = reached.poll()) {
      for (Edge edge : run.compiled().task(task).out()) {
        if (!found.get(edge.to()) && didNotRun(run, edge.to())) {
          found.set(edge.to());
          reached.add(edge.to());
        }
      }
    }
    return found.stream().toArray();
  }

  private static boolean didNotRun(RunState run, int task) {
    TaskState state = run.state(task);
    Instance instance = run.instance(task);
    return (state == TaskState.UPSTREAM_FAILED || state == TaskState.SKIPPED)
        && (instance == null || !instance.marked);
  }

  private static List<Change> changes(MarkTask input, RunState run, CompiledTask task, int[] behind) {
    List<Change> changes = new ArrayList<>();
    changes.add(new Change(task.id(), run.state(task.index()).name(), input.state().name()));
    for (int each : behind) {
      changes.add(new Change(run.compiled().task(each).id(), run.state(each).name(), TaskState.WAITING.name()));
    }
    return changes;
  }

  private static void apply(MarkTask input, Turn turn, RunState run, CompiledTask task, int[] behind) {
    if (run.outcome() != null) {
      turn.record(new RunReopened(input.dag(), input.run(),
          RunOfCommand.inMemory(input, turn) == null ? input.chunks() : List.of()));
    }
    turn.record(new TaskMarked(input.dag(), input.run(), task.index(), input.state(), output(input, task), input.by(),
        input.reason()));
    if (behind.length > 0) {
      turn.record(new TasksReset(input.dag(), input.run(), behind));
    }
    Progress.begin(turn, turn.state().existing(input.dag(), input.run()));
  }

  private static @Nullable Value output(MarkTask input, CompiledTask task) {
    return input.state() == TaskState.SUCCESS && task.node().resultType().equals("void") ? Value.NONE : input.output();
  }

  /// Names the plan: the same for the same task, states and value, and for nothing else.
  private static String hash(MarkTask input, List<Change> changes) {
    StringBuilder text = new StringBuilder("mark\n");
    changes.forEach(change -> text.append(change.task())
        .append(' ')
        .append(change.from())
        .append(' ')
        .append(change.to())
        .append('\n'));
    Value output = input.output();
    if (output != null) {
      text.append(output.variant()).append('\n').append(output.content());
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void refuse(Turn turn, Refused.Code code, String message) {
    turn.reply(new Refused(code, message));
  }
}
