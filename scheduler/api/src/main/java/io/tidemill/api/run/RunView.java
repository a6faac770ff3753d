package io.tidemill.api.run;

import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run.
///
/// @param version version that it is on
/// @param original version that it began with
/// @param key idempotency key, null where none was given
/// @param trigger why it exists
/// @param startedAt when its first attempt was assigned, null for not yet; of a run that was run again, when that began
/// @param tasks tasks of the run
/// @param done tasks that are over
/// @param failed tasks that failed
/// @param cause why it did not succeed, or that it waits for its parameters; null where it did, and else while it is not over
/// @param standing why it stands still though it is not over, null where it goes on
public record RunView(String dag, long run, int version, int original, RunStatus status, @Nullable String key,
    TriggerView trigger,
    Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt, int tasks, int done, int failed,
    @Nullable String cause,
    @Nullable String standing) {
  /// Whether the run is over, until somebody reruns it.
  public boolean ended() {
    return endedAt != null;
  }

  /// When its present, or last, execution began: what people count its time from.
  public Instant begun() {
    return startedAt == null ? createdAt : startedAt;
  }

  /// How people name it: `dag/run`.
  public String name() {
    return dag + "/" + run;
  }
}
