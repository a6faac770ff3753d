package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Databases that cannot be used: every verb says which, what was expected and what to do, and changes nothing.
class BadDatabaseTest {
  private static final String NEWER = """
      INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script", "checksum",
        "installed_by", "execution_time", "success") VALUES (900, '900', 'later', 'SQL', 'V900__later.sql', 1, 'x', 1, true)
      """;

  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
    shell.save("Sum.java", DagFiles.SUM);
  }

  @AfterAll static void stop() throws IOException {
    Server.stop();
  }

  /// The server, started by the first test that needs one. It asks `tidemill` for a password, and nobody else.
  private static final class Server {
    private static EmbeddedPostgres running;

    static String database(String name) throws IOException, SQLException {
      if (running == null) {
        running = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        run(running.getJdbcUrl("postgres", "postgres"), "CREATE ROLE tidemill LOGIN SUPERUSER PASSWORD 'right'");
        try (Connection connection = running.getPostgresDatabase().getConnection();
            Statement statement = connection.createStatement();
            ResultSet row = statement.executeQuery("SHOW hba_file")) {
          row.next();
          Path rules = Path.of(row.getString(1));
          Files.writeString(rules, "host all tidemill all scram-sha-256\n" + Files.readString(rules));
        }
        run(running.getJdbcUrl("postgres", "postgres"), "SELECT pg_reload_conf()");
      }
      run(running.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
      return "jdbc:postgresql://localhost:" + running.getPort() + "/" + name;
    }

    static void stop() throws IOException {
      if (running != null) {
        running.close();
      }
    }
  }

  private static void run(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void use(String url, String password) {
    shell.environment.put("TIDEMILL_DATABASE_URL", url);
    shell.environment.put("TIDEMILL_DATABASE_USER", "tidemill");
    shell.environment.put("TIDEMILL_DATABASE_PASSWORD", password);
  }

  private void refused(int code, String... words) {
    for (String[] verb : new String[][]{{"run", "Sum.java", "from=1"}, {"ps"}}) {
      Answer answer = shell.type(verb);
      assertThat(answer.code()).as(answer.all()).isEqualTo(code);
      assertThat(answer.err()).contains("✗ Expected ", "but found").contains(words);
      assertThat(answer.all()).doesNotContain("\tat ", "Internal error");
    }
    Answer doctor = shell.type("doctor");
    assertThat(doctor.code()).isEqualTo(code == 3 ? 3 : 1);
    assertThat(doctor.out()).contains("✗ database").contains(words);
  }

  private Path file() {
    return shell.data().resolve("tidemill.mv.db");
  }

  @Test void a_database_file_that_is_none_is_refused_and_kept() throws IOException {
    shell.save(".tidemill/tidemill.mv.db", "this is no database".repeat(1000));

    refused(2, shell.data().toString(), "H2 cannot read", "restore it from a backup");

    assertThat(file()).hasContent("this is no database".repeat(1000));
  }

  @Test void a_database_file_with_a_hole_is_refused_and_kept() throws IOException {
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
    byte[] whole = Files.readAllBytes(file());
    byte[] torn = whole.clone();
    Arrays.fill(torn, 0, torn.length, (byte) 7);
    Files.write(file(), torn);

    refused(2, shell.data().toString(), "restore it from a backup");

    assertThat(Files.readAllBytes(file())).isEqualTo(torn);
    Files.write(file(), whole);
    assertThat(shell.type("ps").out()).contains("sum/1", "SUCCESS");
  }

  @Test void a_database_file_another_process_has_open_is_out_of_reach_and_free_again_later() throws IOException {
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
    try (FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE); var lock = other.lock()) {
      assertThat(lock.isValid()).isTrue();
      refused(3, shell.data().toString(), "another process has it open", "stop that process");
    }
    assertThat(shell.type("run", "Sum.java", "from=2").out()).contains("sum/2 SUCCESS");
  }

  @Test void a_database_file_of_a_newer_program_is_refused_and_kept() throws SQLException {
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
    String url = "jdbc:h2:async:" + shell.data().resolve("tidemill") + ";USER=tidemill";
    run(url, NEWER);

    refused(2, "found version 900", "or a newer one");

    run(url, "DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '900'");
    assertThat(shell.type("ps").out()).contains("sum/1").doesNotContain("sum/2");
  }

  @Test void a_wrong_password_is_told_without_saying_it_and_the_right_one_works() throws Exception {
    String url = Server.database("password");
    use(url, "wr0ng");

    refused(2, url, "as tidemill", "password authentication failed", "correct user and password");

    assertThat(shell.type("doctor").all()).doesNotContain("wr0ng");
    use(url, "right");
    assertThat(shell.type("run", "Sum.java", "from=1").out()).contains("sum/1 SUCCESS");
    assertThat(file()).doesNotExist();
  }

  @Test void a_server_with_the_schema_of_a_newer_program_is_refused() throws Exception {
    String url = Server.database("newer");
    use(url, "right");
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
    String direct = url + "?user=postgres";
    run(direct, NEWER);

    refused(2, "found version 900", "or a newer one");

    run(direct, "DELETE FROM flyway_schema_history WHERE version = '900'");
    assertThat(shell.type("ps").out()).contains("sum/1").doesNotContain("sum/2");
  }

  @Test void a_server_that_does_not_answer_is_out_of_reach_and_no_other_database_is_made() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    shell.data().toFile().mkdir();
    use("jdbc:postgresql://127.0.0.1:" + port + "/none", "secret");

    refused(3, "127.0.0.1:" + port, "start it, or correct the address");

    assertThat(file()).doesNotExist();
  }
}
