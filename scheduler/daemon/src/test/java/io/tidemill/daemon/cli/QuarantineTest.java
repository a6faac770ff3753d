package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people see of a quarantined DAG, and how they let it go on.
class QuarantineTest {
  @TempDir Path directory;

  @Test void a_quarantined_dag_is_shown_refused_and_resumed() throws SQLException {
    Shell shell = new Shell(directory);
    shell.save("Sum.java", Dags.SUM);
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
    assertThat(shell.type("doctor").code()).isZero();
    run(shell, "INSERT INTO dag_trouble VALUES (1, 2, 1767225600000, 'IllegalStateException: planted')");

    Answer doctor = shell.type("doctor");
    assertThat(doctor.code()).isEqualTo(1);
    assertThat(doctor.out()).contains("✗ dag sum: quarantined since 2026-01-01T00:00:00Z",
        "IllegalStateException: planted", "tidemill resume sum");
    Answer refused = shell.type("run", "sum", "from=1");
    assertThat(refused.code()).as(refused.all()).isEqualTo(1);
    assertThat(refused.err()).contains("Expected a DAG that is not quarantined", "resume");

    assertThat(shell.type("resume", "sum").out()).isEqualTo("sum resumed\n");
    Answer again = shell.type("resume", "sum");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("'sum' is not");
    assertThat(shell.type("resume", "sun").code()).isEqualTo(2);
    assertThat(shell.type("run", "sum", "from=1").out()).contains("sum/2 SUCCESS");
    assertThat(shell.type("doctor").code()).isZero();
  }

  private static void run(Shell shell, String sql) throws SQLException {
    try (Connection connection = DriverManager
        .getConnection("jdbc:h2:file:" + shell.data().resolve("tidemill") + ";USER=tidemill");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
