package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
  @TempDir Path directory;
  private Shell shell;

  @BeforeEach void open() {
    shell = new Shell(directory);
  }

  private Answer refused(String... args) {
    Answer answer = shell.type(args);
    assertThat(answer.code()).as(answer.all()).isEqualTo(2);
    assertThat(answer.all()).doesNotContain("\tat io.tidemill", "picocli", "Internal error");
    return answer;
  }

  @Test void what_does_not_compile_is_shown_with_line_and_caret() {
    shell.save("Broken.java", DagFiles.of("broken", "", "d.task(\"a\").run(Strin.class, ctx -> \"x\");"));

    for (String verb : new String[]{"run", "check"}) {
      assertThat(refused(verb, "Broken.java").err()).contains("Broken.java:8:", "cannot find symbol",
          "d.task(\"a\").run(Strin.class", "^");
    }
  }

  @Test void a_dag_that_throws_while_it_is_built_is_told_with_its_line() {
    shell.save("Throwing.java", DagFiles.of("throwing", "", "if (true) throw new IllegalStateException(\"no luck\");"));

    assertThat(refused("run", "Throwing.java").err()).contains("Throwing.java:8", "no luck");
    assertThat(refused("check", "Throwing.java").err()).contains("Throwing.java:8", "no luck");
  }

  @Test void a_dag_that_is_another_one_each_time_is_refused_by_check() {
    shell.save("Random.java", DagFiles.of("random", "", "d.task(\"t\" + System.nanoTime()).exec(ctx -> {});"));

    assertThat(refused("check", "Random.java").err()).contains("build the same DAGs each time");
  }

  @Test void all_problems_of_a_graph_are_told_at_once() {
    shell.save("Twice.java", DagFiles.of("twice", "", """
        d.task("a").exec(ctx -> {});
        d.task("a").exec(ctx -> {});
        d.task("bad name!").exec(ctx -> {});
        """));

    assertThat(refused("check", "Twice.java").err()).contains("duplicate-id", "Twice.java:9", "bad name!");
  }

  @Test void a_cycle_is_told_as_a_path_and_nothing_is_started() {
    shell.save("Cycle.java", DagFiles.of("cycle", "", """
        var a = d.task("a").exec(ctx -> {});
        var b = d.task("b").after(a).exec(ctx -> {});
        d.order(b, a);
        """));

    for (String verb : new String[]{"run", "check"}) {
      assertThat(refused(verb, "Cycle.java").err()).contains("Cycle.java:",
          "expected: tasks that do not wait for each other", "b → a → b");
    }
    assertThat(shell.type("ps").err()).contains("no runs yet");
  }

  @Test void a_branch_that_forgets_a_variant_is_told_what_to_write() {
    shell.save("Arm.java", DagFiles.of("arm", "", """
        var verdict = d.task("verdict").run(Verdict.class, ctx -> new Verdict.Good());
        d.branch(verdict).on(Verdict.Good.class, (arm, good) -> arm.task("publish").exec(ctx -> {}));
        """) + """
        sealed interface Verdict {
          record Good() implements Verdict {}
          record Late() implements Verdict {}
        }
        """);

    for (String verb : new String[]{"run", "check"}) {
      assertThat(refused(verb, "Arm.java").err()).contains("Arm.java:9 in task verdict", "no arm for Late",
          ".on(Late.class, …)");
    }
  }

  @Test void what_this_build_does_not_act_on_is_refused() {
    shell.save("Pool.java", DagFiles.of("pool", "", "d.task(\"a\").pool(\"api\").exec(ctx -> {});"));

    assertThat(refused("run", "Pool.java").err()).contains("Pool.java:8", "pool 'api'");
    assertThat(refused("check", "Pool.java").err()).contains("pool 'api'");
  }

  @Test void parameters_that_are_missing_unknown_or_wrong_are_told_at_once_and_nothing_is_started() {
    shell.save("Sum.java", DagFiles.SUM);

    assertThat(refused("run", "Sum.java", "to=x", "form=1").err()).contains("from: expected integer, found nothing",
        "to: expected integer, found \"x\"", "did you mean 'from'?");
    assertThat(shell.type("ps").err()).contains("no runs yet");
  }

  @Test void letters_that_the_locale_does_not_have_are_refused_instead_of_replaced() {
    shell.save("Sum.java", DagFiles.SUM);

    assertThat(refused("run", "Sum.java", "from=Zo\uFFFD\uFFFD").err()).contains("encoding", "LC_ALL=C.UTF-8");
    assertThat(shell.type("ps").err()).contains("data directory of an earlier run");
  }

  @Test void a_file_with_parameters_that_is_no_json_is_told_with_its_line() {
    shell.save("Sum.java", DagFiles.SUM);
    shell.save("params.json", "{\n  \"from\": }");

    assertThat(refused("run", "Sum.java", "--params-file", "params.json").err()).contains("params.json", "line 2");
    assertThat(refused("run", "Sum.java", "--params-file", "none.json").err()).contains("none.json");
  }

  @Test void what_does_not_exist_is_told_with_what_does() {
    shell.save("Sum.java", DagFiles.SUM);
    shell.type("run", "Sum.java", "from=1");

    assertThat(refused("run", "None.java").err()).contains("None.java");
    assertThat(refused("run", "sun").err()).contains("did you mean 'sum'?");
    assertThat(refused("run", "Sum.java", "--dag", "sun", "from=1").err()).contains("did you mean 'sum'?");
    assertThat(refused("logs", "sum/9").err()).contains("there is no run 9");
    assertThat(refused("logs", "sum/1/ad").err()).contains("'ad'", "numbers, add");
    assertThat(refused("logs", "sum//x").err()).contains("DAG/RUN/TASK[KEY]");
    assertThat(refused("rerun", "sum/1").err()).contains("either --failed or tasks to rerun (--task ID");
  }

  @Test void misspelt_verbs_and_options_are_told_with_the_nearest() {
    assertThat(refused("rnu").err()).contains("run");
    assertThat(refused("ps", "--limt", "3").err()).contains("--limit");
    assertThat(refused().err()).contains("Expected a verb");
    assertThat(refused("ps", "-o", "yaml").err()).contains("table", "json");
  }

  @Test void questions_without_a_data_directory_make_none() {
    assertThat(refused("ps").err()).contains("there is none at");
    assertThat(shell.data()).doesNotExist();
  }

  @Test void a_data_directory_in_use_is_told_with_its_user() {
    shell.save("Sum.java", DagFiles.SUM);
    try (var _ = DataDirectory.at(shell.data()).lock("test")) {
      assertThat(refused("run", "Sum.java", "from=1").err()).contains("process " + ProcessHandle.current().pid(),
          "tidemill test", "--data");
    }
    assertThat(shell.type("run", "Sum.java", "from=1").code()).isZero();
  }

  @Test void settings_that_do_not_exist_refuse_the_start() {
    shell.save("Sum.java", DagFiles.SUM);
    shell.environment.put("TIDEMILL_AGENT_SLOTZ", "1");

    assertThat(refused("run", "Sum.java", "from=1").err()).contains("did you mean 'TIDEMILL_AGENT_SLOTS'?");
    assertThat(shell.type("doctor").code()).isEqualTo(1);
  }
}
