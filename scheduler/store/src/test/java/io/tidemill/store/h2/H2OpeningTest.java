package io.tidemill.store.h2;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.exception.StoreUnreachableException;
import io.tidemill.store.exception.StoreUnusableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the field
class H2OpeningTest {
  @TempDir private Path directory;

  @Test void a_database_in_memory_is_new_each_time() {
    try (Store first = Stores.open(EmbeddedConfig.inMemory()); Store second = Stores.open(EmbeddedConfig.inMemory())) {
      first.catalog().dag("sales", 0);
      assertThat(first.partitions()).isEqualTo(64);
      assertThat(second.catalog().find("sales")).isNull();
    }
  }

  @Test void a_missing_directory_is_made_whatever_its_name() {
    Path odd = directory.resolve("a b=ü").resolve("d");
    EmbeddedConfig config = EmbeddedConfig.in(odd);
    try (Store store = Stores.open(config)) {
      store.ownership().take(List.of(0), "node", (_, _) -> new byte[0]);
    }
    try (Store store = Stores.open(config)) {
      assertThat(store.journal().head(0).sequence()).isEqualTo(1);
    }
    assertThat(odd.resolve("tidemill.mv.db")).exists();
  }

  @Test void a_directory_that_no_h2_address_can_name_is_refused() {
    assertThatThrownBy(() -> EmbeddedConfig.in(directory.resolve("a;b"))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without a semicolon");
  }

  @Test void an_empty_file_is_refused_and_not_taken_for_a_new_one() throws IOException {
    EmbeddedConfig config = EmbeddedConfig.in(directory);
    Stores.open(config).close();
    Files.write(file(), new byte[0]);
    assertThatThrownBy(() -> Stores.open(config)).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("an empty file", "restore it from a backup");
    assertThat(Files.size(file())).isZero();
  }

  @Test void a_file_another_process_has_open_is_out_of_reach_for_now() throws IOException {
    EmbeddedConfig config = EmbeddedConfig.in(directory);
    Stores.open(config).close();
    try (FileChannel other = FileChannel.open(file(), WRITE); var lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> Stores.open(config)).isInstanceOf(StoreUnreachableException.class)
          .hasMessageStartingWith("Expected to hold " + directory + " alone")
          .hasMessageContaining("but found")
          .hasMessageContaining("stop that process");
    }
    Stores.open(config).close();
  }

  @Test void a_file_that_is_no_database_is_unusable() throws IOException {
    byte[] noise = new byte[20_000];
    new Random(7).nextBytes(noise);
    Files.write(file(), noise);
    assertThatThrownBy(() -> Stores.open(EmbeddedConfig.in(directory))).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("a file that H2 cannot read")
        .hasMessageContaining("restore it from a backup");
  }

  @Test void a_directory_that_is_a_file_is_unusable_and_told_without_a_stack_trace() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Stores.open(EmbeddedConfig.in(file))).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("Expected a directory")
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @Test void another_number_of_partitions_is_refused() {
    Stores.open(EmbeddedConfig.in(directory).withPartitions(8)).close();
    assertThatThrownBy(() -> Stores.open(EmbeddedConfig.in(directory))).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("Expected 64 partitions")
        .hasMessageContaining("made with 8");
    try (Store store = Stores.open(EmbeddedConfig.in(directory).withPartitions(8))) {
      assertThat(store.partitions()).isEqualTo(8);
    }
  }

  @Test void a_newer_schema_is_refused() throws SQLException {
    Stores.open(EmbeddedConfig.in(directory)).close();
    run("""
        INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script", "checksum",
          "installed_by", "execution_time", "success") VALUES (9, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true)
        """);
    assertThatThrownBy(() -> Stores.open(EmbeddedConfig.in(directory))).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("or older, but found version 999")
        .hasMessageContaining("newer");
  }

  @Test void a_changed_migration_is_refused() throws SQLException {
    Stores.open(EmbeddedConfig.in(directory)).close();
    run("UPDATE \"flyway_schema_history\" SET \"checksum\" = 1");
    assertThatThrownBy(() -> Stores.open(EmbeddedConfig.in(directory))).isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("Expected to bring the schema to version");
  }

  private void run(String sql) throws SQLException {
    try (
        Connection connection = DriverManager.getConnection("jdbc:h2:async:" + directory + "/tidemill", "tidemill", "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Path file() {
    return directory.resolve("tidemill.mv.db");
  }
}
