package io.tidemill.engine.reply;

import java.util.List;

/// What a rerun runs again.
///
/// @param changes tasks that change, by index; of an applied rerun, whose answer is kept, the first [#MOST_APPLIED]
/// @param tasks how many tasks change
/// @param version version that the run goes on with
/// @param original version that the run began with
/// @param hash names this plan
/// @param applied false: it was only asked for
public record RerunPlanned(List<Change> changes, int tasks, int version, int original, String hash, boolean applied)
    implements Reply {
  /// Most changes that the answer to an applied rerun names. The plan, which is not kept, names all.
  public static final int MOST_APPLIED = 20;

  /// What happens to one task.
  ///
  /// @param task id of the task
  /// @param from name of its state before
  /// @param extent how much of it runs again
  /// @param shards how many of its shards run again, -1 unless it is some of them
  public record Change(String task, String from, Extent extent, int shards) {}

  /// How much of a task runs again. Ordinals are stored: add at the end only.
  public enum Extent {
    /// All of it.
    ALL,
    /// Some of its shards.
    SHARDS,
    /// It is expanded anew; shards whose keys and elements stay the same keep their results.
    CHANGED_SHARDS,
    /// It is new in the version.
    ADDED,
    /// The version does not have it any more; it does not run.
    REMOVED;

    private static final List<Extent> VALUES = List.of(values());

    /// The extent with that ordinal.
    public static Extent of(int ordinal) {
      return VALUES.get(ordinal);
    }
  }
}
