package io.tidemill.benchmarks;

import io.tidemill.store.config.EmbeddedConfig;
import io.tidemill.store.config.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;

/// H2 in files, each commit brought to the disk.
final class Embedded implements Database {
  private final Path folder;

  Embedded() throws IOException {
    folder = Files.createTempDirectory("tidemill-benchmark");
  }

  @Override public String name() {
    return "h2";
  }

  @Override public StoreConfig config() {
    return EmbeddedConfig.in(folder.resolve("tidemill"));
  }

  @Override public Connection ceiling() throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("ceiling").toAbsolutePath()
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", "sa", "");
  }

  @Override public void sync(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("checkpoint sync");
    }
  }

  @Override public boolean arrays() {
    return false;
  }

  @Override public long walBytes() {
    return -1;
  }

  @Override public long transactions() {
    return -1;
  }

  @Override public long otherCpuNanos() {
    return 0;
  }

  @Override public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
