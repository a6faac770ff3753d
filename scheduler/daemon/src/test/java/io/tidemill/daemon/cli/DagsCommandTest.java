package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DagsCommandTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void run() {
    shell = new Shell(directory);
    shell.save("Sum.java", DagFiles.SUM);
    shell.type("run", "Sum.java", "from=1");
  }

  @Test void dags_are_listed_with_their_versions_and_last_runs() {
    assertThat(shell.type("dags").out()).contains("DAG", "SCHEDULE", "sum  active", "sum/1", "SUCCESS");
    assertThat(shell.type("dags", "-o", "json").out()).contains("\"id\" : \"sum\"", "\"lastRun\"");
  }

  @Test void a_removed_dag_starts_no_run_keeps_its_history_and_comes_back_when_it_is_deployed() {
    Answer unconfirmed = shell.type("dag", "remove", "sum");
    assertThat(unconfirmed.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unconfirmed.err()).contains("--yes");

    assertThat(shell.type("dag", "remove", "sum", "--yes").out()).contains("sum is archived; version 1 was active");

    assertThat(shell.type("dags").err()).contains("no DAGs yet");
    assertThat(shell.type("ps", "sum").out()).contains("sum/1");
    assertThat(shell.type("logs", "sum/1").out()).contains("adding 3");
    Answer run = shell.type("run", "sum", "from=1");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("it was removed; deploy it again");
    assertThat(shell.type("dag", "remove", "sum", "--yes").code()).isEqualTo(ExitCode.FAILED);
    assertThat(shell.type("dag", "remove", "nothing", "--yes").code()).isEqualTo(ExitCode.BAD_INPUT);

    assertThat(shell.type("run", "Sum.java", "from=2").out()).contains("sum/2 SUCCESS");
  }
}
