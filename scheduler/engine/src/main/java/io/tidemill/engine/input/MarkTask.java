package io.tidemill.engine.input;

import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Say by hand how a task ended, or that it shall not run.
///
/// @param task id of the task
/// @param state SUCCESS, FAILED or SKIPPED
/// @param output result of a success, null for none
/// @param by who asks
/// @param reason why
/// @param apply false: only say what would change
/// @param plan hash of the plan that was shown; another one refuses. Null: whatever the plan is
/// @param chunks snapshot of the run, added by the owner where the run had left memory, else empty
public record MarkTask(int dag, long run, String task, TaskState state, @Nullable Value output, String by,
    String reason, boolean apply, @Nullable String plan, List<byte[]> chunks) implements EndedRunCommand {
  public MarkTask {
    chunks = List.copyOf(chunks);
  }

  @Override public MarkTask with(List<byte[]> snapshot) {
    return new MarkTask(dag, run, task, state, output, by, reason, apply, plan, snapshot);
  }

  /// The same with a result that is stored.
  public MarkTask with(Value stored) {
    return new MarkTask(dag, run, task, state, stored, by, reason, apply, plan, chunks);
  }

  @Override public String content() {
    return String.join("\n", "" + run, task, state.name(), output == null ? "" : output.variant() + output.content(),
        "" + plan);
  }

  @Override public boolean changes() {
    return apply;
  }
}
