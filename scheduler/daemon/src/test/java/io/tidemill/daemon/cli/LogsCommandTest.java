package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.ViewJson;
import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LogsCommandTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void run() {
    shell = new Shell(directory);
    shell.save("Flaky.java", DagFiles.of("flaky", "", """
        var call = d.task("call").retry(Retry.attempts(3).fixed(Duration.ofMillis(1))).run(Integer.class, ctx -> {
          ctx.log().info("call number {}\\nwith a second line", ctx.attempt());
          if (ctx.attempt() < 3) {
            throw new IllegalStateException("not yet, " + ctx.attempt());
          }
          return ctx.attempt();
        });
        var keys = d.task("keys").needs(call).runAs(Types.listOf(String.class), (ctx, n) -> List.of("a", "#0", "b"));
        d.shard("part").over(keys).key(k -> k).run(String.class, (ctx, k) -> {
          System.out.println("part " + k);
          return k;
        });
        """));
    Answer run = shell.type("run", "Flaky.java");
    assertThat(run.code()).as(run.all()).isZero();
  }

  @Test void entries_come_in_the_order_of_time_with_failures_between_them() {
    String out = shell.type("logs", "flaky/1").out();

    assertThat(out).containsSubsequence("call INFO call number 1", "with a second line", "call FAILED:", "not yet, 1",
        "call attempt 2 INFO call number 2", "call attempt 2 FAILED:", "not yet, 2",
        "call attempt 3 INFO call number 3", "part[");
    assertThat(out.lines().filter(line -> line.contains(" INFO ") || line.contains(" OUT ")))
        .hasSize(6)
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z .*"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .isSorted();
  }

  @Test void json_is_one_object_a_line_with_the_same_fields_for_messages_and_failures() {
    List<JsonNode> entries = shell.type("logs", "flaky/1", "-o", "JSON")
        .out()
        .lines()
        .map(ViewJson.STRICT::readTree)
        .toList();

    assertThat(entries).hasSize(8)
        .allSatisfy(entry -> assertThat(entry.propertyNames()).containsExactly("time", "task", "shard", "attempt",
            "agent", "level", "text"));
    assertThat(entries).extracting(entry -> entry.get("level").stringValue())
        .containsExactly("INFO", "FAILED", "INFO", "FAILED", "INFO", "OUT", "OUT", "OUT");
    assertThat(entries.getFirst().get("text").stringValue()).isEqualTo("call number 1\nwith a second line");
    assertThat(entries).extracting(entry -> entry.get("time").stringValue()).isSorted();
  }

  @Test void lines_that_have_a_text_are_found_with_attempt_and_number() {
    assertThat(shell.type("logs", "flaky/1", "--grep", "CALL NUMBER")
        .out()
        .lines()
        .map(line -> line.replaceFirst(": .* call", ": call")))
        .containsExactly("call 1:1: call number 1", "call 2:1: call number 2", "call 3:1: call number 3");
    assertThat(shell.type("logs", "flaky/1/part[b]", "--grep", "part").out()).contains("part[b] 1:1: ").hasLineCount(1);
    assertThat(shell.type("logs", "flaky/1/part[#0]", "--grep", "part").out()).contains("part #0").hasLineCount(1);
    Answer none = shell.type("logs", "flaky/1", "--grep", "no such thing");
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("no line has it");
    assertThat(shell.type("logs", "flaky/1", "--grep", "x", "--tail", "1").code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test void a_key_that_looks_like_an_index_is_that_key() {
    assertThat(shell.type("logs", "flaky/1/part[#0]").out()).contains("part #0").doesNotContain("part a", "part b");
    assertThat(shell.type("logs", "flaky/1/part[#2]").out()).contains("part b").doesNotContain("part a");
  }

  @Test void only_failed_attempts_or_only_the_last_entries_are_shown_where_asked_for() {
    assertThat(shell.type("logs", "flaky/1", "--failed").out()).contains("call number 1", "call number 2", "not yet")
        .doesNotContain("call number 3", "part[");
    assertThat(shell.type("logs", "flaky/1", "--tail", "1").out().lines()).hasSize(1);
    assertThat(shell.type("logs", "flaky/1", "--tail=0").out()).isEmpty();
    assertThat(shell.type("logs", "flaky/1", "--tail", "-3").code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(shell.type("logs", "flaky/1/parts").err()).contains("Expected a task of flaky/1, but found 'parts'");
  }
}
