package io.tidemill.store.sql;

import io.tidemill.store.exception.StoreUnusableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables of a database, brought to the version this program knows.
///
/// Flyway does it, but loading Flyway costs more than all the rest of an opening. So its history table is read first: if it
/// tells exactly the migrations of this program, with their checksums, Flyway is not started at all. Anything else is
/// Flyway's business, except a version newer than this program, which is refused with a clear word.
public final class Schema {
  /// The migrations of every dialect, in order of the numbers in their names.
  static final List<String> MIGRATIONS = List.of("V1__tables.sql");

  private static final int NEWEST = version(MIGRATIONS.getLast());
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final String HISTORY = """
      SELECT "version", "checksum", "success" FROM "flyway_schema_history"
      WHERE "version" IS NOT NULL ORDER BY "installed_rank"
      """;

  private Schema() {}

  /// Brings the tables to the current version.
  ///
  /// @param connection asks for the history
  /// @param migrations connections for Flyway, without timeouts
  /// @param dialect folder of the migrations
  /// @return whether there was anything to do
  public static boolean update(Connection connection, DataSource migrations, String dialect) {
    List<Applied> applied = history(connection);
    refuseNewer(applied);
    List<Applied> known = known(dialect);
    if (applied.equals(known)) {
      return false;
    }
    LOG.info("Bringing the schema to version {}", NEWEST);
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(migrations)
          .locations("classpath:" + folder(dialect))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreUnusableException("Expected to bring the schema to version " + NEWEST + ", but found: "
          + e.getMessage() + "; restore the schema this program knows, or use an empty database", e);
    }
    return true;
  }

  private static void refuseNewer(List<Applied> applied) {
    for (Applied migration : applied) {
      if (!migration.version().matches("[0-9]{1,9}") || Integer.parseInt(migration.version()) > NEWEST) {
        throw new StoreUnusableException(
            "Expected a schema of version " + NEWEST + " or older, but found version "
                + migration.version() + "; start the program that brought it there, or a newer one",
            null);
      }
    }
  }

  private static List<Applied> history(Connection connection) {
    List<Applied> applied = new ArrayList<>();
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(HISTORY)) {
      while (rows.next()) {
        applied.add(new Applied(Columns.text(rows, "version"), rows.getInt("checksum"), rows.getBoolean("success")));
      }
    } catch (SQLException e) {
      LOG.debug("There is no schema history yet", e);
    }
    return applied;
  }

  private static List<Applied> known(String dialect) {
    List<Applied> known = new ArrayList<>();
    for (String name : MIGRATIONS) {
      known.add(new Applied(Integer.toString(version(name)), checksum(folder(dialect) + "/" + name), true));
    }
    return known;
  }

  private static int version(String name) {
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  private static String folder(String dialect) {
    return "tidemill/migration/" + dialect;
  }

  /// The checksum Flyway gives a script: over its lines without their ends.
  private static int checksum(String resource) {
    CRC32 sum = new CRC32();
    try (InputStream in = Schema.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "Expected migration " + resource + " on the class path, but found none; rebuild");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        sum.update(line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int) sum.getValue();
  }

  /// A migration that was applied.
  private record Applied(String version, int checksum, boolean success) {}
}
