package io.tidemill.engine.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Run tasks of an ended run again, with all that depends on them.
///
/// @param targets the tasks; empty: those that failed or were cancelled, and the shards that failed of any task
/// @param version version to go on with, 0 for the one that the run is on
/// @param apply false: only say what would run
/// @param plan hash of the plan that was shown; another one refuses. Null: whatever the plan is
/// @param chunks snapshot of the run, added by the owner where the run had left memory, else empty
public record Rerun(int dag, long run, List<Target> targets, int version, boolean apply, @Nullable String plan,
    List<byte[]> chunks) implements EndedRunCommand {
  public Rerun {
    targets = List.copyOf(targets);
    chunks = List.copyOf(chunks);
  }

  /// Whole tasks on the version that the run is on.
  public Rerun(int dag, long run, List<String> tasks, boolean apply, @Nullable String plan) {
    this(dag, run, tasks.stream().map(Target::all).toList(), 0, apply, plan, List.of());
  }

  @Override public Rerun with(List<byte[]> snapshot) {
    return new Rerun(dag, run, targets, version, apply, plan, snapshot);
  }

  @Override public String content() {
    return run + "\n" + targets + "\n" + plan;
  }

  @Override public boolean changes() {
    return apply;
  }

  /// A task, or some of its shards.
  ///
  /// @param task id of the task
  /// @param shards indexes of the shards, ascending; null: all of the task
  public record Target(String task, @Nullable List<Integer> shards) {
    /// All of a task.
    public static Target all(String task) {
      return new Target(task, null);
    }
  }
}
