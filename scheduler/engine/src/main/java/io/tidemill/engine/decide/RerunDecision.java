package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.RunVersionChanged;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tasks of an ended run are executed again in the same run, after the plan was shown. What is applied is what was shown, or
/// nothing.
final class RerunDecision {
  private RerunDecision() {}

  static void decide(Rerun input, Turn turn) {
    RunState run = RunOfCommand.find(input, turn);
    if (run == null) {
      return;
    }
    if (run.outcome() == null) {
      refuse(turn, Refused.Code.WRONG_STATE, "Expected a run that has ended, but run " + input.run()
          + " is active; cancel it first, or wait for its end");
      return;
    }
    RerunPlan plan = plan(input, run, turn);
    if (plan == null) {
      return;
    }
    List<RerunPlanned.Change> changes = plan.changes();
    List<String> problems = OtherVersion.problems(run, plan);
    if (!problems.isEmpty()) {
      refuse(turn, Refused.Code.INCOMPATIBLE, "Expected version " + plan.compiled().version() + " to go on where run "
          + input.run() + " stands, but " + String.join("; ", problems) + "; or start a new run");
    } else if (changes.isEmpty()) {
      refuse(turn, Refused.Code.WRONG_STATE,
          "Expected a task or shard that failed or was cancelled, but run " + input.run()
              + " has none; name the tasks to run again");
    } else if (input.plan() != null && !input.plan().equals(plan.hash())) {
      refuse(turn, Refused.Code.PLAN_CHANGED, "Expected plan " + input.plan() + ", but by now it would be "
          + plan.hash() + "; look at the plan again");
    } else {
      List<RerunPlanned.Change> named = input.apply()
          ? changes.subList(0, Math.min(changes.size(), RerunPlanned.MOST_APPLIED))
          : changes;
      turn.reply(new RerunPlanned(List.copyOf(named), changes.size(), plan.compiled().version(),
          run.compiled().versions().getFirst(), plan.hash(), input.apply()));
      if (input.apply()) {
        apply(input, turn, plan, RunOfCommand.inMemory(input, turn) == null);
      }
    }
  }

  private static @Nullable RerunPlan plan(Rerun input, RunState run, Turn turn) {
    CompiledGraph plan = input.version() == 0 || input.version() == run.compiled().version()
        ? run.compiled()
        : turn.state().graphs().compiled(input.dag(), input.version()).followingOn(run.compiled());
    if (input.targets().isEmpty()) {
      return RerunPlan.ofFailed(run, plan);
    }
    List<Integer> tasks = new ArrayList<>();
    Map<Integer, BitSet> shards = new TreeMap<>();
    for (Rerun.Target target : input.targets()) {
      CompiledTask task = plan.task(target.task());
      if (task == null || plan.removed(task.index())) {
        refuse(turn, Refused.Code.NOT_FOUND, "Expected a task of version " + plan.version() + ", but found '"
            + target.task() + "'");
        return null;
      }
      if (target.shards() == null) {
        tasks.add(task.index());
      } else {
        target.shards().forEach(shards.computeIfAbsent(task.index(), each -> new BitSet())::set);
      }
    }
    for (Map.Entry<Integer, BitSet> chosen : shards.entrySet()) {
      String problem = problem(run, plan.task(chosen.getKey()), chosen.getValue(), tasks, shards);
      if (problem != null) {
        refuse(turn, Refused.Code.WRONG_STATE, problem);
        return null;
      }
    }
    return RerunPlan.of(run, plan, tasks, shards);
  }

  /// Why some shards cannot run again alone, null if they can.
  private static @Nullable String problem(RunState run, CompiledTask task, BitSet chosen, List<Integer> whole,
      Map<Integer, BitSet> shards) {
    ShardTable table = task.index() < run.compiled().size() ? run.table(task.index()) : null;
    if (table == null || chosen.length() > table.size()) {
      return "Expected shards of task '" + task.id() + "' that run " + run.number() + " has, but it has "
          + (table == null ? "none" : "" + table.size()) + "; rerun the whole task";
    }
    int alignedWith = task.alignedWith();
    ShardTable before = alignedWith < 0 ? null : run.table(alignedWith);
    BitSet with = shards.getOrDefault(alignedWith, new BitSet());
    for (int shard = chosen.nextSetBit(0); shard >= 0; shard = chosen.nextSetBit(shard + 1)) {
      if (table.state(shard) == ShardState.OMITTED) {
        return "Expected shards of task '" + task.id()
            + "' that its last expansion made, but one of them was made only by an earlier one";
      }
      if (before != null && before.state(shard) != ShardState.SUCCESS && !whole.contains(alignedWith)
          && !with.get(shard)) {
        String upstream = run.compiled().task(alignedWith).id();
        return "Expected shards of task '" + task.id() + "' whose input is there, but the same shard of '" + upstream
            + "' has no result; rerun it with '" + upstream + "'";
      }
    }
    return null;
  }

  private static void apply(Rerun input, Turn turn, RerunPlan plan, boolean load) {
    int[] kept = plan.kept();
    int now = plan.before().version();
    turn.record(new RunReopened(input.dag(), input.run(), load ? input.chunks() : List.of()));
    if (plan.compiled().version() != now) {
      turn.record(new RunVersionChanged(input.dag(), input.run(), plan.compiled().version()));
    }
    if (plan.whole().length > 0) {
      turn.record(new TasksReset(input.dag(), input.run(), plan.whole(), kept));
    }
    plan.partial()
        .forEach((task, shards) -> turn
            .record(new ShardsReset(input.dag(), input.run(), task, shards.stream().toArray())));
    Progress.begin(turn, turn.state().existing(input.dag(), input.run()));
  }

  private static void refuse(Turn turn, Refused.Code code, String message) {
    turn.reply(new Refused(code, message));
  }
}
