package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.message.AssetUpdated;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.EventSource;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.TaskState;

/// What others are told of what happened in a turn: assets that tasks updated, and slots that ended. Committed together with it, so
/// that there is neither one without the other.
public final class Announcements {
  private Announcements() {}

  /// Looks at the facts of the turn so far.
  public static void after(Turn turn) {
    int facts = turn.facts().size();
    for (int i = 0; i < facts; i++) {
      Fact fact = turn.facts().get(i);
      switch (fact) {
        case AttemptSucceeded f -> produced(turn, f.dag(), f.run(), f.task());
        case TaskEnded f when f.state() == TaskState.SUCCESS -> produced(turn, f.dag(), f.run(), f.task());
        case RunEnded f -> SlotNews.ended(turn, f);
        case SlotsNotRun f -> SlotNews.notRun(turn, f);
        default -> {
          // Nobody else is told.
        }
      }
    }
  }

  private static void produced(Turn turn, int number, long runNumber, int task) {
    RunState run = turn.state().run(number, runNumber);
    if (run == null || run.compiled().task(task).node().produces().isEmpty()) {
      return;
    }
    DagState dag = turn.state().dag(number);
    for (String asset : run.compiled().task(task).node().produces()) {
      Address address = dag.links().addresses().get(Links.asset(asset));
      if (address == null) {
        turn.incident("DAG " + dag.id() + " does not know where asset " + asset + " is; its event is left out");
      } else {
        Outgoing.send(turn, dag, address, new AssetUpdated(
            EventSource.task(dag.id(), runNumber, run.compiled().task(task).id())));
      }
    }
  }
}
