package io.tidemill.engine.schedule;

/// Why a backfill does what it does about a slot. Ordinals are stored: add at the end only.
public enum FateReason {
  /// It has no run.
  NO_RUN(SlotFate.RUN, "it has no run"),
  /// Its newest run failed or was cancelled.
  RUN_FAILED(SlotFate.RUN, "its run did not succeed"),
  /// All slots run again.
  RUN_AGAIN(SlotFate.RUN, "it runs again"),
  /// A run of it succeeded.
  SUCCEEDED(SlotFate.ADOPT, "its run succeeded"),
  /// A run of it is active.
  ACTIVE(SlotFate.ADOPT, "its run is active"),
  /// It is due and waits for the runs before it.
  WAITING(SlotFate.ADOPT, "it is due and waits for the runs before it"),
  /// Its schedule has not decided it.
  NOT_DECIDED(SlotFate.ADOPT, "its schedule has not decided it yet"),
  /// Another backfill will run it.
  OTHER_BACKFILL(SlotFate.ADOPT, "another backfill runs it"),
  /// Its newest run failed or was cancelled, and only missing slots are run.
  LEFT_FAILED(SlotFate.SKIP, "its run did not succeed; reprocess FAILED runs it again"),
  /// It lies in a quiet window.
  QUIET(SlotFate.SKIP, "it lies in a quiet window; reprocess ALL runs it");

  private static final FateReason[] ALL = values();

  private final SlotFate fate;
  private final String text;

  FateReason(SlotFate fate, String text) {
    this.fate = fate;
    this.text = text;
  }

  /// What is done for this reason.
  public SlotFate fate() {
    return fate;
  }

  /// The reason for people.
  public String text() {
    return text;
  }

  /// The reason with that ordinal.
  public static FateReason of(int ordinal) {
    return ALL[ordinal];
  }
}
