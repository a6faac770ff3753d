package io.tidemill.store.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class H2TaskBlocksTest {
  @TempDir private Path directory;

  @Test void a_task_that_changes_leaves_its_neighbours_as_they_are() {
    try (Store store = Stores.open(EmbeddedConfig.in(directory))) {
      store.ownership().take(List.of(0), "node", (_, _) -> new byte[0]);
      write(store, 0, List.of(task(0, 1), task(1, 1), task(2, 1)));
      write(store, 1, List.of(task(1, 6)));
      assertThat(store.queries().tasks(4, 9)).extracting(TaskRow::task, TaskRow::state)
          .containsExactly(tuple(0, 1), tuple(1, 6), tuple(2, 1));
    }
  }

  @Test void numbers_beyond_what_fits_are_refused_with_a_remedy() {
    assertThat(H2TaskBlocks.taskId(524_287, 134_217_727, 131_071)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> H2TaskBlocks.taskId(1, 1, 131_072)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("131,072 tasks")
        .hasMessageContaining("use PostgreSQL");
  }

  private static TaskRow task(int task, int state) {
    return new TaskRow(0, 4, 9, task, state, 1, 10, 11, 12, "agent", null, 0, -1, 0, 0);
  }

  private static void write(Store store, long from, List<TaskRow> tasks) {
    assertThat(store.projections()
        .write(new Batch(List.of(new Move(0, 1, from, from + 1)), List.of(), List.of(), List.of(), List.of(), tasks,
            List.of())))
        .containsExactly(true);
  }
}
