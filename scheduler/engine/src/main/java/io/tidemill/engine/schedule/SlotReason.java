package io.tidemill.engine.schedule;

/// Why a slot has no run.
public enum SlotReason {
  /// No scheduler decided it in time.
  DOWNTIME("no scheduler decided it in time"),
  /// The DAG was paused.
  PAUSED("the DAG was paused"),
  /// It lies before the deployment of its schedule.
  BEFORE_DEPLOYMENT("it lies before the deployment of its schedule"),
  /// Another declaration of the schedule came into force before it was decided.
  SCHEDULE_CHANGED("the schedule was changed or removed before it was decided"),
  /// It lies in a quiet window.
  QUIET("it lies in a quiet window"),
  /// A run of an earlier slot was active.
  OVERLAP("a run of an earlier slot was active"),
  /// As many slots waited as may.
  QUEUE_FULL("as many slots waited as may"),
  /// A newer slot took its place.
  SUPERSEDED("a newer slot took its place"),
  /// The DAG was in maintenance.
  MAINTENANCE("the DAG was in maintenance");

  private static final SlotReason[] ALL = values();

  private final String text;

  SlotReason(String text) {
    this.text = text;
  }

  /// The reason for people.
  public String text() {
    return text;
  }

  /// The reason with that ordinal.
  public static SlotReason of(int ordinal) {
    return ALL[ordinal];
  }
}
