package io.tidemill.test;

import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What happened on a virtual scheduler, line by line with the virtual time: runs, slots without one, and events of assets.
final class SchedulerTrace {
  private static final int SHOWN = 20;

  private final List<String> lines = new ArrayList<>();

  /// Notes what happened.
  ///
  /// @param name id of the DAG, or name of the asset
  /// @return the line, empty where the fact is not part of it
  String tell(Fact fact, long now, String name) {
    String line = switch (fact) {
      case RunCreated f -> name + "/" + f.run() + " begins: " + trigger(f.trigger());
      case RunEnded f -> name + "/" + f.run() + " " + f.outcome();
      case AssetEventRecorded f -> "asset " + name + " #" + f.event() + ": " + f.source().text();
      case SlotHeld f -> name + " " + slot(f.slot()) + " waits for slots of other DAGs";
      case SlotQueued f -> name + " " + slot(f.slot()) + " waits for the runs before it";
      case SlotsNotRun f -> name + " " + slots(f.schedule(), f.first(), f.last()) + " " + f.outcome() + ", "
          + f.reason().text();
      case SlotsLate f -> name + " " + slots(f.schedule(), f.first(), f.last()) + " is late: " + f.kind().text();
      default -> "";
    };
    if (line.isEmpty()) {
      return "";
    }
    lines.add(time(now) + "  " + line);
    return lines.getLast();
  }

  /// The newest lines.
  String last() {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN), lines.size()));
  }

  @Override public String toString() {
    return String.join("\n", lines);
  }

  static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  private static String trigger(Trigger trigger) {
    SlotRef slot = trigger.ofSlot();
    return slot == null ? trigger.kind() + " " + trigger.origin() : slot(slot);
  }

  private static String slot(SlotRef slot) {
    return slots(slot.schedule(), slot.time(), slot.time());
  }

  private static String slots(String schedule, long first, long last) {
    return "slot " + time(first) + (first == last ? "" : " to " + time(last)) + " of schedule '" + schedule + "'";
  }
}
