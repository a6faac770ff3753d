package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.ViewJson;
import io.tidemill.daemon.cli.Shell.Answer;
import io.tidemill.daemon.render.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  @Test void a_run_shows_its_tasks_and_the_result_and_stays_in_the_history() {
    shell.save("Sum.java", DagFiles.SUM);

    Answer run = shell.type("run", "Sum.java", "from=1");

    assertThat(run.code()).as(run.all()).isZero();
    assertThat(run.out()).contains("add: 6", "sum/1 SUCCESS");
    assertThat(run.err()).contains("✓ numbers", "✓ add");
    assertThat(shell.type("ps").out()).contains("sum/1", "SUCCESS", "2/2",
        "manual (" + System.getProperty("user.name") + ")");
    assertThat(shell.type("logs", "sum/1/add").out()).contains(" add INFO adding 3", " add OUT �[31mred")
        .doesNotContain("\u001b");
    assertThat(shell.type("run", "sum", "from=2").out()).contains("add: 5", "sum/2 SUCCESS");
  }

  @Test void the_data_directory_belongs_to_its_owner_and_to_no_version_control() throws IOException {
    shell.save("Sum.java", DagFiles.SUM);
    shell.type("run", "Sum.java", "from=1");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.data()))).isEqualTo("rwx------");
    assertThat(shell.data().resolve(".gitignore")).hasContent("*");
    assertThat(shell.data().resolve("tidemill.mv.db")).exists();
  }

  @Test void a_data_directory_may_have_any_name_that_the_database_can_have() {
    shell.save("Sum.java", DagFiles.SUM);
    for (String name : new String[]{"a%20b", "a\"b", "a'b", "a b", "ä#b"}) {
      String data = directory.resolve(name).toString();
      Answer run = shell.type("run", "Sum.java", "from=1", "--data", data);
      assertThat(run.code()).as(name + run.all()).isZero();
      assertThat(directory.resolve(name).resolve("tidemill.mv.db")).exists();
    }
    Answer semicolon = shell.type("run", "Sum.java", "from=1", "--data", directory.resolve("a;b").toString());
    assertThat(semicolon.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(semicolon.err()).contains("without a semicolon", "--data");
  }

  @Test void a_run_is_shown_with_its_version_parameters_and_cause() {
    shell.save("Bad.java", DagFiles.of("bad", "int n", """
        d.task("fail").exec(ctx -> { throw new IllegalStateException("no " + ctx.params().n()); });
        """));
    shell.type("run", "Bad.java", "n=7");

    assertThat(shell.type("ps", "bad/1").out()).contains("bad/1  FAILED, version 1, started by manual",
        "params: {\"n\":7}", "cause: fail FAILED");
  }

  @Test void the_answer_is_json_and_nothing_else_where_json_is_asked_for() {
    shell.save("Sum.java", DagFiles.SUM);

    Answer run = shell.type("run", "Sum.java", "from=1", "-o", "json");

    assertThat(run.out()).startsWith("{").contains("\"results\"", "\"add\" : 6", "\"status\" : \"SUCCESS\"");
    assertThat(shell.type("ps", "-o", "json").out()).startsWith("{").contains("\"run\" : 1", "\"kind\" : \"manual\"");
  }

  @Test void bad_shards_are_named_and_only_they_and_what_depends_on_them_run_again() throws IOException {
    shell.save("Shards.java", DagFiles.shards(directory.toString()));
    shell.save("bad", "k3\nk7\nk11\n");

    Answer run = shell.type("run", "Shards.java");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("✗ work[k3] attempt 1: IllegalStateException: bad shard k3 (Shards.java:1",
        "work[k7]",
        "work[k11]", "shards/1 FAILED");
    assertThat(ran()).hasSize(20);
    Instant failedAt = RunTimes.of(shell.type("ps", "-o", "json").out()).endedAt();

    shell.save("bad", "");
    Files.delete(directory.resolve("ran"));
    Answer shown = shell.type("rerun", "shards/1", "--failed", "--dry-run");
    assertThat(shown.code()).isZero();
    assertThat(shown.out()).contains("work", "3 shards", "reduce");
    assertThat(directory.resolve("ran")).doesNotExist();

    var plan = Pattern.compile("plan (\\S+)").matcher(shown.out());
    assertThat(plan.find()).isTrue();
    Answer rerun = shell.type("rerun", "shards/1", "--failed", "--plan", plan.group(1));
    assertThat(rerun.code()).as(rerun.all()).isZero();
    assertThat(rerun.out()).contains("reduce: 20", "shards/1 SUCCESS");
    // The time is that of the rerun, not since the run was created.
    RunTimes times = RunTimes.of(shell.type("ps", "-o", "json").out());
    assertThat(times.startedAt()).isAfterOrEqualTo(failedAt).isBefore(times.endedAt());
    assertThat(rerun.out()).contains(
        "SUCCESS in " + Text.span(Duration.between(times.startedAt(), times.endedAt())));
    assertThat(ran()).containsExactlyInAnyOrder("k3", "k7", "k11");
  }

  private record RunTimes(Instant startedAt, Instant endedAt) {
    static RunTimes of(String page) {
      var run = ViewJson.LENIENT.readTree(page).get("runs").get(0);
      return new RunTimes(Instant.parse(run.get("startedAt").stringValue()),
          Instant.parse(run.get("endedAt").stringValue()));
    }
  }

  private List<String> ran() throws IOException {
    return Files.readAllLines(directory.resolve("ran"));
  }

  @Test void a_plan_that_no_longer_holds_runs_nothing() {
    shell.save("Shards.java", DagFiles.shards(directory.toString()));
    shell.save("bad", "k3\n");
    shell.type("run", "Shards.java");

    Answer rerun = shell.type("rerun", "shards/1", "--failed", "--plan", "0000000000000000");

    assertThat(rerun.code()).isEqualTo(1);
    assertThat(rerun.err()).contains("plan");
  }

  @Test void a_key_gives_the_run_it_gave_before() {
    shell.save("Sum.java", DagFiles.SUM);
    shell.type("run", "Sum.java", "from=1", "--key", "a");

    Answer again = shell.type("run", "Sum.java", "from=1", "--key", "a");
    Answer other = shell.type("run", "Sum.java", "from=2", "--key", "a");

    assertThat(again.code()).isZero();
    assertThat(again.all()).contains("sum/1", "is in use");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("use another key");
  }

  @Test void a_run_that_has_ended_cannot_be_cancelled() {
    shell.save("Sum.java", DagFiles.SUM);
    shell.type("run", "Sum.java", "from=1");

    Answer cancel = shell.type("cancel", "sum/1");

    assertThat(cancel.code()).isEqualTo(1);
    assertThat(cancel.err()).contains("has ended");
  }

  @Test void parameters_come_from_a_file_too() {
    shell.save("Sum.java", DagFiles.SUM);
    shell.save("params.json", "{\"from\": 2}");

    assertThat(shell.type("run", "Sum.java", "--params-file", "params.json", "to=4").out()).contains("add: 9");
  }
}
