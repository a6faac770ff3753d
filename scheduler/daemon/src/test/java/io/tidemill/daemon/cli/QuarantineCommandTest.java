package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.codec.EntryEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people see of a quarantined DAG, and how they let it go on.
class QuarantineCommandTest {
  @TempDir Path directory;

  @Test void a_quarantined_dag_is_shown_refused_and_resumed() throws SQLException {
    Shell shell = new Shell(directory);
    shell.save("Sum.java", DagFiles.SUM);
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

  @Test void a_dag_that_cannot_be_recovered_is_shown_with_place_and_remedy_and_the_others_go_on() throws SQLException {
    Shell shell = new Shell(directory);
    shell.save("Sum.java", DagFiles.SUM);
    shell.save("Other.java", DagFiles.SUM.replace("\"sum\"", "\"other\""));
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
    assertThat(shell.type("run", "Other.java", "from=1").code()).isZero();
    // Of the first DAG: a run of a version that does not exist.
    int partition = Integer.parseInt(ask(shell, "SELECT partition FROM dag WHERE number = 1"));
    EntryEncoder facts = new EntryEncoder();
    facts.add(List.of(new RunCreated(1, 2, 99, null, Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""),
        new Trigger.Manual("test"))), 1);
    run(shell, "INSERT INTO journal (partition, sequence, epoch, facts) SELECT id, head + 1, epoch, X'"
        + HexFormat.of().formatHex(facts.finish()) + "' FROM partition_head WHERE id = " + partition);
    run(shell, "UPDATE partition_head SET head = head + 1 WHERE id = " + partition);

    assertThat(shell.type("run", "other", "from=1").out()).contains("other/2 SUCCESS");
    Answer doctor = shell.type("doctor");
    assertThat(doctor.code()).isEqualTo(1);
    assertThat(doctor.out()).contains("✗ dag sum: quarantined since", "it cannot be recovered from entry ",
        " of partition " + partition, "Expected version 99 of DAG 1", "`tidemill resume sum`")
        .doesNotContain("✗ dag other");

    for (Answer refused : List.of(shell.type("run", "sum", "from=1"), shell.type("cancel", "sum/1"),
        shell.type("rerun", "sum/1", "--task", "add", "--yes"))) {
      assertThat(refused.code()).as(refused.all()).isEqualTo(1);
      assertThat(refused.err()).contains("Expected a DAG that is not quarantined", "Expected version 99 of DAG 1",
          "started, cancelled or run again", "resume the DAG");
    }
    assertThat(shell.type("resume", "sum").out()).as("tries again").contains("sum resumed");
    assertThat(shell.type("run", "other", "from=1").out()).contains("other/3 SUCCESS");
    assertThat(shell.type("doctor").out()).contains("✗ dag sum: quarantined since");
  }

  @Test void a_graph_that_cannot_be_read_hides_no_other_dag() throws SQLException {
    Shell shell = new Shell(directory);
    shell.save("Sum.java", DagFiles.SUM);
    shell.save("Other.java", DagFiles.SUM.replace("\"sum\"", "\"other\""));
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
    assertThat(shell.type("run", "Other.java", "from=1").code()).isZero();
    run(shell, "UPDATE dag_version SET graph_json = 'rubbish' WHERE dag = 1");

    assertThat(shell.type("doctor").out()).contains("✗ dag sum: ", "its graph cannot be read", "rubbish");
    Answer refused = shell.type("run", "sum", "from=1");
    assertThat(refused.code()).as(refused.all()).isEqualTo(1);
    assertThat(refused.err()).contains("Expected version 1 of DAG 'sum' to have a graph that this program can read",
        "restore the database from a backup");
    assertThat(shell.type("run", "other", "from=1").out()).contains("other/2 SUCCESS");
    assertThat(shell.type("ps").out()).contains("other/2", "sum/1");
  }

  private static String ask(Shell shell, String sql) throws SQLException {
    try (Connection connection = connect(shell);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static Connection connect(Shell shell) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:async:" + shell.data().resolve("tidemill") + ";USER=tidemill");
  }

  private static void run(Shell shell, String sql) throws SQLException {
    try (Connection connection = connect(shell);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
