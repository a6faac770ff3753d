package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RerunCommandTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void shell() {
    shell = new Shell(directory);
  }

  private Answer good(String... line) {
    Answer answer = shell.type(line);
    assertThat(answer.code()).as(answer.all()).isZero();
    return answer;
  }

  private void relist(String list) {
    shell.save("list.txt", list);
  }

  @Test void a_shard_is_its_key_after_a_rerun_with_another_list() {
    relist("a,b,c");
    shell.save("Relist.java", DagFiles.of("relist", "", """
        var file = Path.of("%s");
        var l = d.task("list").runAs(Types.listOf(String.class), c -> List.of(Files.readString(file).split(",")));
        var s = d.shard("work").over(l).key(k -> k).run(String.class, (c, k) -> {
          c.log().info("worked on {} attempt {}", k, c.attempt());
          return k.toUpperCase(Locale.ROOT);
        });
        var a = d.shard("check").over(s).run(String.class, (c, k) -> k + "!" + c.shardKey());
        d.task("sum").needs(a).run(String.class, (c, all) -> all.results().toList().toString());
        """.formatted(directory.resolve("list.txt"))));
    assertThat(good("run", "Relist.java").out()).contains("[A!a, B!b, C!c]");
    relist("d,c,b");

    assertThat(good("rerun", "relist/1", "--task", "list", "--yes").out()).contains("[D!d, C!c, B!b]");

    assertThat(good("logs", "relist/1/work[c]").out()).contains("worked on c attempt 1")
        .doesNotContain("worked on b")
        .doesNotContain("attempt 2");
    assertThat(good("logs", "relist/1/work[a]").out()).contains("worked on a attempt 1");
    assertThat(good("logs", "relist/1/work[d]").out()).contains("worked on d attempt 1").doesNotContain("worked on a");
    assertThat(good("ps", "relist/1/work").out()).containsPattern("a +OMITTED")
        .containsPattern("c +SUCCESS")
        .contains("4 shards: 1 OMITTED, 3 SUCCESS");
  }

  @Test void a_fix_is_run_by_the_version_that_is_chosen() {
    String file = DagFiles.of("fix", "", """
        var load = d.task("load").run(Integer.class, ctx -> 10);
        var parsed = d.task("parse").needs(load).run(Integer.class, (ctx, n) -> %s);
        d.task("store").needs(parsed).exec((ctx, n) -> ctx.log().info("stored {}", n));
        """);
    shell.save("Fix.java", file.formatted("n / 0"));
    assertThat(shell.type("run", "Fix.java").code()).isEqualTo(ExitCode.FAILED);
    shell.save("Fix.java", file.formatted("n / 2"));
    good("deploy", "Fix.java", "--yes");

    Answer unsaid = shell.type("rerun", "fix/1", "--failed", "--yes");
    assertThat(unsaid.code()).as(unsaid.all()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(unsaid.err()).contains("--version original, latest or a number", "on version 1", "version 2 is active");
    assertThat(shell.type("rerun", "fix/1", "--failed", "--version", "original", "--yes").code())
        .isEqualTo(ExitCode.FAILED);
    assertThat(good("rerun", "fix/1", "--failed", "--version", "latest", "--yes").out()).contains("version 2",
        "SUCCESS");
    assertThat(good("logs", "fix/1/store").out()).contains("stored 5");
    assertThat(good("ps", "fix/1").out()).contains("version 2");
    assertThat(good("ps", "fix/1/parse").out()).contains("version 2");
    assertThat(good("ps", "fix/1/load").out()).contains("version 1");
  }

  @Test void a_shard_that_was_tolerated_can_be_rerun() {
    shell.save("bad", "k7\n");
    shell.save("Shards.java", DagFiles.shards(directory.toString())
        .replace(".key(k -> k)",
            ".key(k -> k).maxFailedShards(2)"));
    assertThat(good("run", "Shards.java").out()).contains("reduce: 19");
    shell.save("bad", "");

    assertThat(good("rerun", "shards/1/work[k7]", "--yes").out()).contains("1 shard", "reduce: 20");
    assertThat(good("rerun", "shards/1", "--task", "work[k3..k5]", "--yes").out()).contains("3 shards", "reduce: 20");
    Answer none = shell.type("rerun", "shards/1", "--task", "work[k99]", "--yes");
    assertThat(none.err()).contains("Expected the key of a shard of task 'work'", "k99");
    assertThat(shell.type("rerun", "shards/1", "--task", "work[k5..k3]", "--yes").err()).contains("turn it round");
  }

  @Test void a_tolerated_task_is_no_cause() {
    shell.save("Tol.java", DagFiles.of("tol", "", """
        var t = d.task("nice").allowFailure().run(String.class, c -> { throw new IllegalStateException("x"); });
        d.task("next").needs(t).run(String.class, (c, s) -> s);
        """));
    Answer run = shell.type("run", "Tol.java");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains(": next UPSTREAM_FAILED").contains("(Tol.java", ", tolerated");
  }

  @Test void clean_up_runs_after_the_deadline_of_the_run() {
    shell.save("Clean.java", DagFiles.of("clean", "", """
        d.runDeadline(Duration.ofMillis(500));
        var up = d.task("start").run(String.class, ctx -> "c-1");
        var work = d.task("work").needs(up).exec((ctx, c) -> new CountDownLatch(1).await());
        d.task("stop").needs(up).after(JoinRule.ALL_DONE, work).exec((ctx, c) -> ctx.log().info("stopping {}", c));
        d.task("alert").after(JoinRule.ONE_FAILED, work).exec(ctx -> ctx.log().error("alert"));
        """));
    Answer run = shell.type("run", "Clean.java");
    assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out()).contains("run deadline of 500 ms exceeded");
    assertThat(good("logs", "clean/1").out()).contains("stopping c-1", "ERROR alert",
        "it was the runDeadline of 500 ms");
    assertThat(good("ps", "clean/1").out()).containsPattern("work +TIMED_OUT")
        .containsPattern("stop +SUCCESS")
        .containsPattern("alert +SUCCESS");
  }

  @Test void an_empty_key_is_refused() {
    shell.save("Sum.java", DagFiles.SUM);
    Answer run = shell.type("run", "Sum.java", "--key", "", "from=1");
    assertThat(run.code()).as(run.all()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.err()).contains("Expected as key 1 to 500 characters");
  }
}
