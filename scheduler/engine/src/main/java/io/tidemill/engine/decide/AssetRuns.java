package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.engine.Turn;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A DAG runs once the assets it waits for have events, it is not paused, and its overlap policy has room (semantics §19). Events that
/// come meanwhile wait, and start one run together.
final class AssetRuns {
  private AssetRuns() {}

  static void decide(Turn turn, DagState dag) {
    if (dag.version() == 0 || dag.links().assetWait().dueAt() > turn.now() || turn.state().paused(dag)) {
      return;
    }
    if (!dag.hasRoom() && dag.overlap().policy() == OverlapPolicy.CANCEL_OLD) {
      for (RunState run : List.copyOf(dag.runs().values())) {
        if (run.occupiesSlot() && !run.cancelRequested()) {
          CancelRunDecision.cancel(turn, run, "newer events of assets came");
        }
      }
    }
    if (dag.hasRoom()) {
      CreateRunDecision.create(turn, dag, dag.version(), null,
          Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""), new Trigger.Assets(dag.links().assetWait().next()));
    }
  }
}
