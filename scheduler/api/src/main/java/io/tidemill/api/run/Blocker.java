package io.tidemill.api.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One reason why a task does not go on, or did not run.
///
/// @param text for people, without a full stop
/// @param task id of the task it lies in, null where it lies in none
/// @param until when it ends by itself, null where nobody can say
public record Blocker(Kind kind, String text, @Nullable String task, @Nullable Instant until) {
  /// What blocks.
  public enum Kind {
    /// The DAG is kept apart; nothing of it goes on.
    QUARANTINE,
    /// An upstream is not over, or ended in a way that does not let the task run.
    UPSTREAM,
    /// The time of the next attempt has not come.
    RETRY,
    /// No agent takes it: none fits, none is free, or a limit of its own is reached.
    PLACEMENT,
    /// An agent has it and is away, has not started it, or was asked to stop it and has not confirmed that.
    AGENT,
    /// An attempt of it failed.
    FAILURE,
    /// Its run was cancelled, or the deadline of that is over.
    CANCEL
  }
}
