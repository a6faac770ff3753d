package io.tidemill.engine.state;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a run exists. A further kind is a record here, and its case in the codec of the journal.
public sealed interface Trigger {
  /// Kind of the trigger of a backfill's run.
  String BACKFILL = "backfill";

  /// The kind, as people see it.
  String kind();

  /// Who or what it was, as people see it.
  String origin();

  /// Somebody started the run by hand.
  ///
  /// @param by name of the user
  record Manual(String by) implements Trigger {
    @Override public String kind() {
      return "manual";
    }

    @Override public String origin() {
      return by;
    }
  }

  /// A program started the run over the API.
  ///
  /// @param key name of the key it identified itself with
  record ApiKey(String key) implements Trigger {
    @Override public String kind() {
      return "api";
    }

    @Override public String origin() {
      return key;
    }
  }

  /// A slot of a schedule was due.
  ///
  /// @param past what was known then of the slots before it
  record Slot(SlotRef slot, SlotHistory.Past past) implements Trigger {
    /// A slot before which nothing is known.
    public Slot(SlotRef slot) {
      this(slot, SlotHistory.Past.NONE);
    }

    @Override public String kind() {
      return "schedule";
    }

    @Override public String origin() {
      return slot.schedule();
    }
  }

  /// A backfill ran a slot.
  ///
  /// @param backfill number of the backfill in the DAG
  record Backfill(long backfill, SlotRef slot) implements Trigger {
    @Override public String kind() {
      return BACKFILL;
    }

    @Override public String origin() {
      return slot.schedule() + " #" + backfill;
    }
  }

  /// Kind of the trigger of a run that events of assets started.
  String ASSET = "asset";

  /// Assets had new events.
  ///
  /// @param events what the run was started for, in the order in which they came
  record Assets(List<AssetEvents> events) implements Trigger {
    public Assets {
      events = List.copyOf(events);
    }

    @Override public String kind() {
      return ASSET;
    }

    @Override public String origin() {
      return events.stream().map(AssetEvents::text).collect(Collectors.joining(", "));
    }
  }

  /// The slot that the run is of, null where it is of none.
  default @Nullable SlotRef ofSlot() {
    return switch (this) {
      case Slot trigger -> trigger.slot();
      case Backfill trigger -> trigger.slot();
      case Manual manual -> null;
      case ApiKey api -> null;
      case Assets assets -> null;
    };
  }

  /// Numbers of the events of an asset in the origin of a trigger, as an array of the first and the last; empty where there are none.
  static long[] events(String kind, String origin, String asset) {
    for (String each : kind.equals(ASSET) ? origin.split(", ") : new String[0]) {
      if (each.startsWith(asset + " #")) {
        String[] numbers = each.substring(asset.length() + 2).split(" to #");
        return new long[]{Long.parseLong(numbers[0]), Long.parseLong(numbers[numbers.length - 1])};
      }
    }
    return new long[0];
  }

  /// Name of the schedule in the origin of a trigger that is of a slot.
  static String schedule(String kind, String origin) {
    return kind.equals(BACKFILL) ? origin.substring(0, origin.lastIndexOf(" #")) : origin;
  }
}
