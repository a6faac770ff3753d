package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkCommandTest {
  @TempDir Path directory;

  @Test void a_run_that_had_left_memory_goes_on_behind_a_task_that_is_marked_and_says_who_did_it() {
    Shell shell = new Shell(directory);
    shell.save("Load.java", DagFiles.of("load", "", """
        var fetch = d.task("fetch").run(Integer.class, ctx -> { throw new IllegalStateException("no network"); });
        d.task("store").needs(fetch).exec((ctx, n) -> ctx.log().info("stored {}", n));
        """));
    assertThat(shell.type("run", "Load.java").code()).isEqualTo(ExitCode.FAILED);

    Answer unread = shell.type("mark", "load/1/fetch", "success", "--reason", "by hand", "--dry-run");
    assertThat(unread.code()).as(unread.all()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unread.err()).contains("task 'store' reads the result of 'fetch'");
    Answer plan = shell.type("mark", "load/1/fetch", "success", "--value", "42", "--reason", "by hand", "--dry-run");
    assertThat(plan.code()).as(plan.all()).isZero();
    assertThat(plan.out()).containsPattern("fetch +FAILED +SUCCESS")
        .containsPattern("store +UPSTREAM_FAILED +asked again")
        .contains("plan ");

    Answer done = shell.type("mark", "load/1/fetch", "success", "--value", "42", "--reason", "by hand", "--yes");
    assertThat(done.code()).as(done.all()).isZero();
    assertThat(done.out()).contains("SUCCESS");
    assertThat(shell.type("logs", "load/1/store").out()).contains("stored 42");
    assertThat(shell.type("audit", "load/1", "--verb", "runs.mark").out())
        .contains(System.getProperty("user.name"), "task fetch", "FAILED", "1 behind it asked again", "by hand");
  }

  @Test void what_cannot_be_marked_is_refused() {
    Shell shell = new Shell(directory);
    assertThat(shell.type("mark", "load/1", "success", "--reason", "x", "--yes").err()).contains("DAG/RUN/TASK");
    assertThat(shell.type("mark", "load/1/a[1]", "success", "--reason", "x", "--yes").err()).contains("shards");
    assertThat(shell.type("mark", "load/1/a", "done", "--reason", "x").code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(shell.type("mark", "load/1/a", "success").err()).contains("--reason");
    assertThat(shell.type("mark", "load/1/a", "success", "--reason", "x", "--value", "{").err()).contains("JSON");
  }
}
