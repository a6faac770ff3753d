package io.tidemill.store.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemill.runtime.port.Store;
import io.tidemill.store.config.EmbeddedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy of the file of an open database is what a killed process leaves.
class H2RecoveryTest {
  private static final int MOST_COMMITS = 2_000;

  @TempDir Path directory;

  @Test void the_last_commit_is_found_where_the_header_of_the_file_does_not_lead_to_it() throws Exception {
    Path live = Files.createDirectory(directory.resolve("live"));
    Path left = Files.createDirectory(directory.resolve("left"));
    int last = 0;
    try (Store _ = H2Store.open(EmbeddedConfig.in(live));
        Connection connection = connect(live);
        Statement statement = connection.createStatement()) {
      statement.execute("SET RETENTION_TIME 0"); // free space is used again at once, not after 45 s
      statement.execute("CREATE TABLE filler (id INT PRIMARY KEY, content VARBINARY)");
      Random random = new Random(1);
      for (last = 1; last <= MOST_COMMITS; last++) {
        statement.execute("INSERT INTO filler VALUES (" + last + ", RANDOM_UUID()||RAWTOHEX(SPACE("
            + random.nextInt(20_000) + ")))");
        statement.execute("DELETE FROM filler WHERE id < " + (last - 20));
        statement.execute("CHECKPOINT SYNC");
        copy(live, left);
        if (version(left, false) < version(left, true)) {
          break;
        }
      }
    }
    assumeTrue(last <= MOST_COMMITS, "H2 finds the last commit by itself");

    H2Store.open(EmbeddedConfig.in(left)).close();

    try (Connection connection = connect(left);
        ResultSet row = connection.createStatement().executeQuery("SELECT MAX(id) FROM filler")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getInt(1)).isEqualTo(last);
    }
  }

  private static long version(Path directory, boolean recovery) {
    MVStore.Builder builder = new MVStore.Builder().fileName(file(directory).toString()).readOnly();
    MVStore store = (recovery ? builder.recoveryMode() : builder).open();
    try {
      return store.getCurrentVersion();
    } finally {
      store.closeImmediately();
    }
  }

  private static Connection connect(Path directory) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:async:" + directory + "/tidemill", "tidemill", "");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(file(from), file(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path file(Path directory) {
    return directory.resolve("tidemill.mv.db");
  }
}
