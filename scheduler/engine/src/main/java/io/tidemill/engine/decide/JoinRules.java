package io.tidemill.engine.decide;

import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a task that waits may start, by the states of its upstreams (semantics §7).
///
/// What the body needs as a value must have succeeded, whatever the rule; the rule is for the other edges (those that only
/// order, the outcomes, the arms of a join). Failure wins over cancellation, and that over skipping.
public final class JoinRules {
  private JoinRules() {}

  /// READY, the terminal state a task takes without having run, or null while it goes on waiting.
  static @Nullable TaskState evaluate(RunState run, CompiledTask task) {
    if (task.node().kind() == TaskKind.SLOT_PARAMS) {
      return run.makesParams() ? TaskState.READY : TaskState.SKIPPED;
    }
    TaskState end = byUpstreams(run, task);
    if (end != TaskState.READY || !run.makesParams()) {
      return end;
    }
    // No body can be called without parameters, that of clean-up no more than others.
    TaskState params = run.state(run.compiled().slotParams());
    if (params == TaskState.SUCCESS) {
      return end;
    }
    return !params.terminal() ? null : params == TaskState.CANCELLED ? TaskState.CANCELLED : TaskState.UPSTREAM_FAILED;
  }

  private static @Nullable TaskState byUpstreams(RunState run, CompiledTask task) {
    JoinRule rule = task.node().joinRule();
    boolean first = rule == JoinRule.ONE_SUCCESS || rule == JoinRule.ONE_FAILED;
    if (run.unresolved(task.index()) > 0 && !first) {
      return null;
    }
    Tally needed = new Tally();
    Tally ruled = new Tally();
    for (Edge edge : task.in()) {
      if (edge.kind() == EdgeKind.PARAMS) {
        continue;
      }
      TaskState state = upstream(run, edge);
      if (edge.kind() == EdgeKind.OUTCOME && state == null) {
        return null; // the body is told how it ended
      }
      boolean order = edge.kind() == EdgeKind.ORDER || edge.kind() == EdgeKind.OUTCOME;
      (order || task.node().kind() == TaskKind.JOIN ? ruled : needed).add(state);
    }
    TaskState values = evaluate(JoinRule.ALL_SUCCESS, needed);
    if (values != TaskState.READY) {
      return values;
    }
    return ruled.all == 0 ? TaskState.READY : evaluate(rule, ruled);
  }

  private static @Nullable TaskState upstream(RunState run, Edge edge) {
    TaskState state = run.state(edge.from());
    if (edge.kind() == EdgeKind.ALIGNED && run.table(edge.from()) != null) {
      return TaskState.SUCCESS;
    }
    if (!state.terminal()) {
      return null;
    }
    if (state == TaskState.SUCCESS) {
      Instance instance = run.instance(edge.from());
      String variant = instance == null || instance.output == null ? "" : instance.output.variant();
      return edge.opens(variant) ? state : TaskState.SKIPPED;
    }
    return state;
  }

  /// What a rule says about the states of upstreams.
  ///
  /// @param upstreams terminal states, null for an upstream that is not over
  /// @return READY, a terminal state, or null while it is open
  public static @Nullable TaskState evaluate(JoinRule rule, List<@Nullable TaskState> upstreams) {
    Tally tally = new Tally();
    upstreams.forEach(tally::add);
    return evaluate(rule, tally);
  }

  private static @Nullable TaskState evaluate(JoinRule rule, Tally of) {
    if (rule == JoinRule.ONE_SUCCESS && of.succeeded > 0 || rule == JoinRule.ONE_FAILED && of.failed > 0) {
      return TaskState.READY;
    }
    if (of.open > 0) {
      return null;
    }
    TaskState broken = of.failed > 0 ? TaskState.UPSTREAM_FAILED : of.cancelled > 0 ? TaskState.CANCELLED : null;
    TaskState unmet = of.cancelled > 0 ? TaskState.CANCELLED : TaskState.SKIPPED;
    return switch (rule) {
      case ALL_SUCCESS -> broken != null ? broken : of.skipped > 0 ? TaskState.SKIPPED : TaskState.READY;
      case ALL_DONE -> TaskState.READY;
      case ALL_FAILED -> of.failed == of.all ? TaskState.READY : unmet;
      case ONE_SUCCESS -> broken != null ? broken : TaskState.SKIPPED;
      case ONE_FAILED -> unmet;
      case NONE_FAILED -> broken != null ? broken : TaskState.READY;
      case NONE_FAILED_MIN_ONE_SUCCESS ->
        broken != null ? broken : of.succeeded > 0 ? TaskState.READY : TaskState.SKIPPED;
      case NONE_SKIPPED -> of.skipped > 0 || of.cancelled > 0 ? unmet : TaskState.READY;
    };
  }

  /// How many upstreams are in which kind of state.
  private static final class Tally {
    private int all;
    private int open;
    private int succeeded;
    private int failed;
    private int skipped;
    private int cancelled;

    void add(@Nullable TaskState state) {
      all++;
      if (state == null) {
        open++;
      } else if (state == TaskState.SUCCESS) {
        succeeded++;
      } else if (state.failed()) {
        failed++;
      } else if (state.skipped()) {
        skipped++;
      } else {
        cancelled++;
      }
    }
  }
}
