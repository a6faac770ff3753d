package io.tidemill.engine.state;

/// A stretch of time, set by an operator, in which no slot gets a run: those that are due wait for its end and then follow the catch-up
/// rule. Times are milliseconds since 1970.
///
/// @param id names it; the same window of several partitions has one name
/// @param dag number of the one DAG it is about, 0 where it is about several
/// @param tag the tag of those, empty for all DAGs; counts only where `dag` is 0
/// @param from when it begins
/// @param until when it ends, not part of it
/// @param reason what it is for, empty where nobody said
/// @param by who set it, empty where nobody is known
/// @param stage how far it is
public record MaintenanceWindow(String id, int dag, String tag, long from, long until, String reason, String by,
    Stage stage) {
  /// Most windows that may be planned or last, of a partition.
  public static final int MOST = 100;

  /// How far a window is.
  public enum Stage {
    /// It has not begun.
    PLANNED,
    /// It lasts.
    ACTIVE,
    /// It is over, or was called off. It is remembered while a slot of it is not decided.
    ENDED;

    private static final Stage[] ALL = values();

    /// The stage with that ordinal.
    public static Stage of(int ordinal) {
      return ALL[ordinal];
    }
  }

  /// One that has not begun.
  public MaintenanceWindow(String id, int dag, String tag, long from, long until, String reason, String by) {
    this(id, dag, tag, from, until, reason, by, Stage.PLANNED);
  }

  /// Whether it is about a DAG.
  public boolean concerns(DagState of) {
    return dag == 0 ? tag.isEmpty() || of.tags().contains(tag) : dag == of.number();
  }

  /// When something happens with it next, in milliseconds since 1970, [Deadlines#NEVER] for nothing.
  long dueAt() {
    return switch (stage) {
      case PLANNED -> from;
      case ACTIVE -> until;
      case ENDED -> Deadlines.NEVER;
    };
  }

  /// The same once it lasts.
  public MaintenanceWindow begun() {
    return new MaintenanceWindow(id, dag, tag, from, until, reason, by, Stage.ACTIVE);
  }

  /// The same once it is over. One that was called off before it began has no time left.
  public MaintenanceWindow ended(long at) {
    return new MaintenanceWindow(id, dag, tag, from, Math.max(from, Math.min(until, at)), reason, by, Stage.ENDED);
  }

  /// What is left of one of a tag with a DAG that lost the tag: it was in maintenance up to then.
  public MaintenanceWindow leftWith(DagState of, long at) {
    return new MaintenanceWindow(id + "-" + of.number(), of.number(), "", from, until, reason, by).ended(at);
  }
}
