package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import io.tidemill.daemon.render.Terminal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsTest {
  private static final String ONE = DagFiles.of("sum", "int from", """
      var first = d.task("first").run(Integer.class, ctx -> ctx.params().from());
      d.task("second").needs(first).run(Integer.class, (ctx, n) -> n + 1);
      """);
  private static final String TWO = DagFiles.of("sum", "int from", """
      var first = d.task("first").run(Integer.class, ctx -> ctx.params().from());
      d.task("second").needs(first).run(Long.class, (ctx, n) -> n + 10L);
      d.task("third").run(Integer.class, ctx -> 3);
      """);

  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  private Answer typed(String... args) {
    Answer answer = shell.type(args);
    assertThat(answer.code()).as(answer.all()).isZero();
    return answer;
  }

  private void deploy(String source) {
    shell.save("Sum.java", source);
    typed("deploy", "Sum.java", "--yes");
  }

  private static String plan(Answer answer) {
    Matcher plan = Pattern.compile("(?m)^plan ([0-9a-f]+)$").matcher(answer.out());
    assertThat(plan.find()).as(answer.all()).isTrue();
    return plan.group(1);
  }

  @Test void the_difference_to_the_active_version_is_shown_before_anything_is_done() {
    shell.save("Sum.java", ONE);
    Answer first = typed("deploy", "Sum.java", "--dry-run");
    assertThat(first.out()).contains("sum: a new version, 2 tasks", "+ task first", "+ param from");
    assertThat(shell.type("versions", "sum").code()).isEqualTo(2);
    deploy(ONE);

    shell.save("Sum.java", TWO);
    Answer second = typed("deploy", "Sum.java", "--dry-run");

    assertThat(second.out()).contains("sum: version 1 → a new version, 3 tasks", "~ task second",
        "result type: java.lang.Integer → java.lang.Long", "+ task third");
    assertThat(typed("versions", "sum").out()).doesNotContain("\n2 ");
    assertThat(typed("deploy", "Sum.java", "--yes").out()).contains("sum version 2 is active");
    assertThat(typed("run", "sum", "from=1").out()).contains("second: 11");
  }

  @Test void where_nobody_can_be_asked_and_nothing_was_said_it_is_refused() {
    shell.save("Sum.java", ONE);

    Answer refused = shell.type("deploy", "Sum.java");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.out()).contains("+ task first");
    assertThat(refused.err()).contains("Expected --yes, or --plan " + plan(refused), "nothing was done");
    assertThat(typed("deploy", "Sum.java", "--plan", plan(refused)).out()).contains("sum version 1 is active");
  }

  @Test void on_a_terminal_it_asks() {
    shell.save("Sum.java", ONE);

    assertThat(asked("n\n", "deploy", "Sum.java")).contains("Deploy this? [y/N]", "nothing was done");
    assertThat(asked("y\n", "deploy", "Sum.java")).contains("sum version 1 is active");
  }

  private String asked(String answer, String... args) {
    StringWriter told = new StringWriter();
    PrintWriter out = new PrintWriter(told);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      new CommandLineInterface(new Context(new Terminal(out, out, true, false, 100, 24), shell.environment, directory))
          .run(args);
    } finally {
      System.setIn(before);
    }
    return told.toString();
  }

  @Test void a_plan_that_another_deployment_overtook_is_refused_with_what_it_would_be_now() {
    deploy(ONE);
    shell.save("Sum.java", TWO);
    String shown = plan(typed("deploy", "Sum.java", "--dry-run"));
    deploy(TWO.replace("third", "other"));
    shell.save("Sum.java", TWO);

    Answer refused = shell.type("deploy", "Sum.java", "--plan", shown);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Expected plan " + shown + " to hold still", "version 2 of sum is active",
        "since a deploy by " + System.getProperty("user.name"));
    assertThat(refused.out()).contains("version 2 → a new version", "+ task third", "- task other");
    assertThat(typed("versions", "sum").out()).doesNotContain("\n3 ");
  }

  @Test void the_same_file_again_does_nothing() {
    deploy(ONE);
    assertThat(typed("deploy", "Sum.java").out()).contains("sum: version 1 is active already").doesNotContain("plan");
  }

  @Test void rolling_back_makes_the_version_before_active_and_the_history_tells() {
    deploy(ONE);
    deploy(TWO);

    Answer shown = typed("rollback", "sum", "--dry-run");
    assertThat(shown.out()).contains("sum: version 2 → version 1", "- task third",
        "result type: java.lang.Long → java.lang.Integer");
    assertThat(typed("rollback", "sum", "--yes").out()).contains("sum version 1 is active");

    assertThat(typed("run", "sum", "from=1").out()).contains("second: 2");
    assertThat(typed("versions", "sum").out()).containsPattern("(?m)^1 +yes .* 1$")
        .containsPattern("(?m)^2 +[0-9a-f]{12} +Sum.java .* 0$");
    assertThat(typed("versions", "sum", "--history").out()).contains("rollback", "deploy");
    assertThat(typed("rollback", "sum", "2", "--yes").out()).contains("sum version 2 is active");
    assertThat(shell.type("rollback", "sum", "7", "--yes").err()).contains("Expected a version of 'sum'",
        "it has 2, 1");
    assertThat(typed("rollback", "sum", "2").out()).contains("version 2 is active already");
  }

  @Test void a_rollback_without_a_version_before_is_refused() {
    deploy(ONE);
    Answer refused = shell.type("rollback", "sum", "--yes");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Expected a version of 'sum' that was active before version 1");
  }

  @Test void purging_refuses_what_is_active_or_recorded_and_deletes_the_rest() {
    deploy(ONE);
    typed("run", "sum", "from=1");
    deploy(TWO);
    deploy(TWO.replace("third", "other"));

    assertThat(shell.type("purge", "sum", "3", "--yes").err()).contains("it is the active one",
        "tidemill rollback sum");
    assertThat(shell.type("purge", "sum", "1", "--yes").err()).contains("Expected no recorded run on version 1",
        "there is 1");
    assertThat(shell.type("purge", "sum").err()).contains("Expected either DAG VERSION or --unused");
    assertThat(shell.type("purge", "sum", "9", "--yes").code()).isEqualTo(2);
    assertThat(typed("purge", "--unused", "--dry-run").out()).containsPattern("sum +2 ");
    assertThat(typed("purge", "sum", "2", "--yes").out()).contains("sum version 2 deleted");
    assertThat(typed("versions", "sum").out()).doesNotContain("\n2 ");
    assertThat(typed("purge", "--unused").err()).contains("no unused versions");
    assertThat(typed("deploy", "Sum.java", "--dry-run").out()).contains("version 3 is active already");
    deploy(TWO);
    assertThat(typed("versions", "sum").out()).containsPattern("(?m)^4 +yes");
  }

  @Test void of_a_file_with_two_dags_both_are_deployed_or_none() {
    shell.save("Two.java", """
        import io.tidemill.dsl.*;
        class A { Dag<NoParams> dag() { return Dag.define("a", d -> d.task("t").exec(ctx -> {})); } }
        class B { Dag<NoParams> dag() { return Dag.define("b", d -> d.task("t").exec(ctx -> {})); } }
        """);
    assertThat(typed("deploy", "Two.java", "--yes").out()).contains("a version 1 is active", "b version 1 is active");
    shell.save("Two.java", """
        import io.tidemill.dsl.*;
        class A { Dag<NoParams> dag() { return Dag.define("a", d -> d.task("new").exec(ctx -> {})); } }
        class B { Dag<NoParams> dag() { return Dag.define("b", d -> { throw new IllegalStateException("no"); }); } }
        """);

    Answer refused = shell.type("deploy", "Two.java", "--yes");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("Two.java:3: the DAG cannot be built");
    assertThat(typed("versions", "a").out()).doesNotContain("\n2 ");
  }

  @Test void one_dag_in_two_files_is_refused_naming_both() {
    shell.save("Sum.java", ONE);
    shell.save("Other.java", TWO);
    Answer refused = shell.type("deploy", "Sum.java", "Other.java", "--yes");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("'sum' in Sum.java and in Other.java", "nothing was deployed");
    assertThat(shell.type("versions", "sum").code()).isEqualTo(2);
  }

  @Test void a_dag_that_is_another_each_time_is_refused() {
    shell.save("Sum.java", ONE.replace("\"second\"", "\"second\" + ProcessHandle.current().pid()"));
    Answer refused = shell.type("deploy", "Sum.java", "--yes");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("Expected Sum.java to build the same DAGs each time");
  }
}
