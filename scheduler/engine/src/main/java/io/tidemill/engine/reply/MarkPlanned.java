package io.tidemill.engine.reply;

import java.util.List;

/// What marking a task changes.
///
/// @param changes tasks that change: the marked one, then those behind it that had not run; of one that was applied, whose answer is kept,
///     the first [#MOST_APPLIED]
/// @param tasks how many tasks change
/// @param hash names this plan
/// @param applied false: it was only asked for
public record MarkPlanned(List<Change> changes, int tasks, String hash, boolean applied) implements Reply {
  /// Most changes that the answer to one that was applied names. The plan, which is not kept, names all.
  public static final int MOST_APPLIED = 20;

  public MarkPlanned {
    changes = List.copyOf(changes);
  }

  /// What happens to one task.
  ///
  /// @param task id of the task
  /// @param from name of its state before
  /// @param to name of its state after: the marked one, or WAITING where its join rule is asked again
  public record Change(String task, String from, String to) {}
}
