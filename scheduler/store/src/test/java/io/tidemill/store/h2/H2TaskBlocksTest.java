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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class H2TaskBlocksTest {
  @TempDir private Path directory;

  @Test void tasks_that_an_earlier_build_wrote_are_read_until_they_change() throws SQLException {
    Stores.open(EmbeddedConfig.in(directory)).close();
    for (int task = 0; task < 3; task++) {
      writeRow(4, 9, task);
    }
    try (Store store = Stores.open(EmbeddedConfig.in(directory))) {
      store.ownership().take(List.of(0), "node", (_, _) -> new byte[0]);
      assertThat(store.queries().tasks(4, 9)).extracting(TaskRow::task, TaskRow::state)
          .containsExactly(tuple(0, 1), tuple(1, 1), tuple(2, 1));
      TaskRow changed = new TaskRow(0, 4, 9, 1, 6, 1, 10, 11, 12, "agent", null, 0, -1, 0, 0);
      store.projections()
          .write(new Batch(List.of(new Move(0, 1, 0, 1)), List.of(), List.of(), List.of(), List.of(), List.of(changed),
              List.of()));
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

  private void writeRow(int dag, long run, int task) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + directory + "/tidemill", "tidemill", "");
        PreparedStatement insert = connection.prepareStatement("""
            INSERT INTO task_instance (id, dag, run, task, partition, state, attempt) VALUES (?, ?, ?, ?, 0, 1, 0)
            """)) {
      insert.setLong(1, H2TaskBlocks.taskId(dag, run, task));
      insert.setInt(2, dag);
      insert.setLong(3, run);
      insert.setInt(4, task);
      insert.executeUpdate();
    }
  }
}
