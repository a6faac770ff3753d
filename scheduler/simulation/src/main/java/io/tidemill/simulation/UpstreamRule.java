package io.tidemill.simulation;

import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.graph.CompiledGraph.Edge;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.Instance;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;
import java.util.ArrayList;
import java.util.List;

/// Says, from the published rules and not from the engine, whether a task may become ready.
final class UpstreamRule {
  private UpstreamRule() {}

  static boolean allows(RunState run, CompiledTask task) {
    List<Word> ruled = new ArrayList<>();
    if (!hasParams(run, task)) {
      return false;
    }
    for (Edge edge : task.in()) {
      if (edge.kind() == EdgeKind.PARAMS) {
        continue;
      }
      Word word = word(run, edge);
      boolean byRule = edge.kind() == EdgeKind.ORDER || edge.kind() == EdgeKind.OUTCOME
          || task.node().kind() == TaskKind.JOIN;
      if (edge.kind() == EdgeKind.OUTCOME && word == Word.OPEN) {
        return false;
      }
      if (byRule) {
        ruled.add(word);
      } else if (word != Word.SUCCEEDED) {
        return false;
      }
    }
    return ruled.isEmpty() || holds(task.node().joinRule(), ruled);
  }

  /// Whether the body of a task can be called: the parameters of a run of a slot are made before anything else begins.
  private static boolean hasParams(RunState run, CompiledTask task) {
    for (CompiledTask maker : run.compiled().tasks()) {
      if (maker.node().kind() == TaskKind.SLOT_PARAMS && maker != task && run.trigger().ofSlot() != null) {
        return run.state(maker.index()) == TaskState.SUCCESS;
      }
    }
    return true;
  }

  private static boolean holds(JoinRule rule, List<Word> upstreams) {
    boolean any = upstreams.contains(Word.SUCCEEDED);
    boolean failed = upstreams.contains(Word.FAILED);
    boolean skipped = upstreams.contains(Word.SKIPPED);
    boolean cancelled = upstreams.contains(Word.CANCELLED);
    boolean over = !upstreams.contains(Word.OPEN);
    return switch (rule) {
      case ALL_SUCCESS -> over && !failed && !skipped && !cancelled;
      case ALL_DONE -> over;
      case ALL_FAILED -> upstreams.stream().allMatch(word -> word == Word.FAILED);
      case ONE_SUCCESS -> any;
      case ONE_FAILED -> failed;
      case NONE_FAILED -> over && !failed && !cancelled;
      case NONE_FAILED_MIN_ONE_SUCCESS -> over && !failed && !cancelled && any;
      case NONE_SKIPPED -> over && !skipped && !cancelled;
    };
  }

  private static Word word(RunState run, Edge edge) {
    TaskState state = run.state(edge.from());
    if (edge.kind() == EdgeKind.ALIGNED && run.table(edge.from()) != null) {
      return Word.SUCCEEDED;
    }
    if (!state.terminal()) {
      return Word.OPEN;
    }
    if (state == TaskState.SUCCESS) {
      Instance instance = run.instance(edge.from());
      String variant = instance == null || instance.output == null ? "" : instance.output.variant();
      return edge.variants().isEmpty() || edge.variants().contains(variant) ? Word.SUCCEEDED : Word.SKIPPED;
    }
    return state.failed() ? Word.FAILED : state.skipped() ? Word.SKIPPED : Word.CANCELLED;
  }

  private enum Word {
    OPEN, SUCCEEDED, FAILED, SKIPPED, CANCELLED
  }
}
