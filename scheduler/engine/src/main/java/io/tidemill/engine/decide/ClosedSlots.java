package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.DagState;

/// Records what becomes of the due slots of a declaration that goes out of force.
///
/// A turn can leave none of them to the next, since they are of no declaration then. So once it has as many facts as others may have,
/// slots that are to run wait, which costs one fact each, and run in the turns after it. Those beyond [#MOST_FACTS] are missed, those
/// one after the other in one fact.
final class ClosedSlots {
  /// Facts of a turn from which on no slot waits for a run.
  static final int MOST_FACTS = 5_000;

  private final Turn turn;
  private final DagState dag;
  private final String schedule;
  private final boolean goesOn;
  private long first;
  private long last;
  private int count;

  /// @param goesOn whether the schedule goes on with another declaration
  ClosedSlots(Turn turn, DagState dag, String schedule, boolean goesOn) {
    this.turn = turn;
    this.dag = dag;
    this.schedule = schedule;
    this.goesOn = goesOn;
  }

  /// Takes the next verdict.
  void add(OverdueSlots.Verdict verdict) {
    switch (verdict) {
      case OverdueSlots.Run due when goesOn && turn.facts().size() < TimersDueDecision.MOST_FACTS ->
        SlotsDue.admit(turn, dag, due.slot());
      case OverdueSlots.Run due when goesOn && turn.facts().size() < MOST_FACTS ->
        SlotsDue.queue(turn, dag, due.slot());
      case OverdueSlots.Run due -> {
        first = count == 0 ? due.slot().time() : first;
        last = due.slot().time();
        count++;
      }
      case OverdueSlots.NotRun passed -> {
        flush();
        turn.record(new SlotsNotRun(dag.number(), schedule, passed.first(), passed.last(), passed.count(),
            passed.outcome(),
            goesOn || passed.outcome() == SlotOutcome.SKIPPED ? passed.reason() : SlotReason.SCHEDULE_CHANGED));
      }
    }
  }

  /// Records what was not recorded yet.
  void flush() {
    if (count > 0) {
      turn.record(new SlotsNotRun(dag.number(), schedule, first, last, count, SlotOutcome.MISSED,
          SlotReason.SCHEDULE_CHANGED));
      count = 0;
    }
  }
}
