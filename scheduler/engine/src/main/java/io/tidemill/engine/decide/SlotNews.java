package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.message.SlotTold;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.Coverage;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What DAGs are told of the slots of a schedule that their own slots require (semantics §19): how they stand now, and each that ends.
final class SlotNews {
  private SlotNews() {}

  /// What is known when somebody subscribes.
  static void soFar(Turn turn, DagState dag, String schedule, Address to) {
    Coverage coverage = dag.schedule(schedule).coverage();
    for (Map.Entry<Long, Coverage.Problem> each : List.copyOf(coverage.problems().entrySet())) {
      Outgoing.send(turn, dag, to,
          new SlotTold(schedule, each.getKey(), each.getValue().until(), each.getValue().text()));
    }
    for (Map.Entry<Long, Long> each : List.copyOf(coverage.covered().entrySet())) {
      Outgoing.send(turn, dag, to, new SlotTold(schedule, each.getKey(), each.getValue(), ""));
    }
  }

  /// A run ended: perhaps it was of a slot that others require.
  static void ended(Turn turn, RunEnded fact) {
    RunState run = turn.state().existing(fact.dag(), fact.run());
    SlotRef slot = run.trigger().ofSlot();
    if (slot != null) {
      tell(turn, turn.state().dag(fact.dag()), slot.schedule(), slot.intervalStart(), slot.intervalEnd(),
          fact.outcome() == RunOutcome.SUCCESS ? "" : "run " + fact.run() + " " + fact.outcome());
    }
  }

  /// Slots were decided without a run.
  static void notRun(Turn turn, SlotsNotRun fact) {
    DagState dag = turn.state().dag(fact.dag());
    ScheduleState schedule = dag.schedule(fact.schedule());
    SlotSequence sequence = schedule.sequence();
    ScheduledSlot first = sequence == null || schedule.subscribers().isEmpty()
        ? null
        : sequence.next(Instant.ofEpochMilli(fact.first() - 1));
    if (first != null) {
      tell(turn, dag, fact.schedule(), first.intervalStart().toEpochMilli(), fact.last(),
          fact.outcome() + ", " + fact.reason().text());
    }
  }

  private static void tell(Turn turn, DagState dag, String schedule, long from, long until, String problem) {
    for (Address subscriber : List.copyOf(dag.schedule(schedule).subscribers().values())) {
      Outgoing.send(turn, dag, subscriber, new SlotTold(schedule, from, until, problem));
    }
  }
}
