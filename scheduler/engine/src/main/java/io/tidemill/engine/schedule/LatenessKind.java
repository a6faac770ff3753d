package io.tidemill.engine.schedule;

/// What had not happened with a slot in time.
public enum LatenessKind {
  /// Its run had not started.
  NOT_STARTED("not started"),
  /// Its run had not ended.
  NOT_FINISHED("not finished");

  private static final LatenessKind[] ALL = values();

  private final String text;

  LatenessKind(String text) {
    this.text = text;
  }

  /// The same for people.
  public String text() {
    return text;
  }

  /// The kind with that ordinal.
  public static LatenessKind of(int ordinal) {
    return ALL[ordinal];
  }
}
