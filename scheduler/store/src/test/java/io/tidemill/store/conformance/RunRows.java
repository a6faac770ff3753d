package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunStatus;
import org.jspecify.annotations.Nullable;

/// Rows for tests.
final class RunRows {
  private RunRows() {}

  static RunRow run(int partition, int dag, long run) {
    return run(partition, dag, run, RunStatus.RUNNING, null, 1_000 + run);
  }

  static RunRow run(int partition, int dag, long run, RunStatus status, @Nullable String key, long createdAt) {
    return new RunRow(partition, dag, run, 1, status, key, "manual", "me", createdAt, 0, 0, null, 0, 3, 0, 0, null);
  }

  static TaskRow task(int partition, int dag, long run, int task) {
    return new TaskRow(partition, dag, run, task, 1, 0, 1_000, 0, 0, null, null, 0, -1, 0, 0);
  }

  static FailureRow failure(int partition, int dag, long run, int task, int attempt) {
    return new FailureRow(partition, dag, run, task, -1, null, attempt, "ERROR", "Type", "message", "place", "stack",
        "agent", 2_000);
  }

  /// Compares by bytes, too.
  static void assertSame(@Nullable Object found, Object expected) {
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }
}
