package io.tidemill.engine.schedule;

/// How a slot that was late stood at that moment.
public enum LatenessCause {
  /// Its run was active.
  ACTIVE("its run is active"),
  /// Its run waited for an agent.
  NO_AGENT("its run waits for an agent"),
  /// It waited for the runs before it.
  WAITING("it waits for the runs before it"),
  /// It waited for slots of other DAGs.
  HELD("it waits for slots of other DAGs"),
  /// It was not decided, since its DAG was paused.
  PAUSED("the DAG is paused"),
  /// It was not decided.
  NOT_DECIDED("its run was not created yet"),
  /// It has no run.
  MISSED("the slot was missed"),
  /// It was not decided, since its DAG was in maintenance.
  MAINTENANCE("the DAG is in maintenance");

  private static final LatenessCause[] ALL = values();

  private final String text;

  LatenessCause(String text) {
    this.text = text;
  }

  /// The same for people.
  public String text() {
    return text;
  }

  /// The cause with that ordinal.
  public static LatenessCause of(int ordinal) {
    return ALL[ordinal];
  }
}
