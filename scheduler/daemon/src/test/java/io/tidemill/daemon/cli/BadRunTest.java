package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that do what they should not: the run tells which task, where and why, ends with exit code 1, and the directory
/// is as good as before.
class BadRunTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  private Answer fails(String id, String body) {
    shell.save("Bad.java", DagFiles.of(id, "", body));
    Answer run = shell.type("run", "Bad.java");
    assertThat(run.code()).as(run.all()).isEqualTo(1);
    assertThat(run.out()).contains(id + "/1 FAILED", "✗ bad");
    assertThat(run.all()).doesNotContain("\tat io.tidemill", "Internal error");
    assertThat(shell.type("ps").out()).contains(id + "/1", "FAILED");
    return run;
  }

  @Test void a_body_that_throws_is_named_with_its_line_and_what_depends_on_it_does_not_run() {
    Answer run = fails("throws", """
        var bad = d.task("bad").run(Integer.class, ctx -> Integer.parseInt("x"));
        d.task("next").needs(bad).exec((ctx, n) -> {});
        """);

    assertThat(run.out()).contains("✗ bad attempt 1: NumberFormatException: For input string: \"x\" (Bad.java:8");
    assertThat(run.err()).contains("⊘ next", "UPSTREAM_FAILED", "tidemill logs throws/1",
        "tidemill rerun throws/1 --failed");
    assertThat(shell.type("logs", "throws/1/bad").out()).contains("NumberFormatException", "Bad.java:8");
  }

  @Test void shards_with_the_same_key_are_named_and_none_of_them_runs() {
    Answer run = fails("twins", """
        var keys = d.task("keys").runAs(Types.listOf(String.class), ctx -> List.of("a", "b", "a"));
        d.shard("bad").over(keys).key(k -> k).exec((ctx, key) -> System.out.println("ran " + key));
        """);

    assertThat(run.out()).contains("✗ bad attempt 1", "a key of its own", "\"a\" came twice");
    assertThat(shell.type("logs", "twins/1").out()).doesNotContain("ran ");
  }

  @Test void a_result_that_cannot_be_json_is_told_with_its_place() {
    Answer run = fails("knot", """
        d.task("bad").run(Node.class, ctx -> {
          var nodes = new ArrayList<Node>();
          var node = new Node(nodes);
          nodes.add(node);
          return node;
        });
        """ + "  });\n}\n\nrecord Node(List<Node> next) {}\n\nDag<Params> other() {\n"
        + "  return Dag.define(\"other\", Params.class, d -> {\n    d.task(\"a\").exec(ctx -> {});");

    assertThat(run.out()).contains("✗ bad attempt 1", "JSON");
  }

  @Test void a_result_that_is_too_large_is_told_with_its_limit() {
    Answer run = fails("large", "d.task(\"bad\").run(String.class, ctx -> \"x\".repeat(20_000_000));");

    assertThat(run.out()).contains("✗ bad attempt 1", "expected at most 16,777,216 bytes of JSON", "found 20,000,002",
        "write large data to a store");
  }

  @Test void a_body_that_prints_100_megabytes_keeps_the_head_and_the_tail_of_its_log() {
    Answer run = fails("loud", """
        d.task("bad").exec(ctx -> {
          System.out.println("the first line");
          var line = "x".repeat(1023);
          for (int i = 0; i < 100 << 10; i++) {
            System.out.println(line);
          }
          throw new IllegalStateException("the last words");
        });
        """);

    assertThat(run.out()).contains("IllegalStateException: the last words (Bad.java:14");
    Answer logs = shell.type("logs", "loud/1/bad");
    assertThat(logs.code()).isZero();
    assertThat(logs.out().length()).isBetween(40 << 20, 60 << 20);
    assertThat(logs.out().lines().limit(10)).anyMatch(line -> line.contains("the first line"));
    assertThat(logs.out().contains("the last words")).isTrue();
    assertThat(logs.out().lines().filter(line -> !line.contains("xxxx")).toList().toString()).contains("cut");
  }
}
