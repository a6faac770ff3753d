package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Schedules on the command line: what is listed, paused, resumed and drained.
class SchedulesCommandTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach void deploy() {
    shell = new Shell(folder);
    shell.save("Nightly.java", program("nightly", "Cron.daily(\"02:30\", \"Europe/Berlin\")"));
    shell.save("Old.java", program("old",
        """
            Every.of(Duration.ofHours(6)).start(Instant.parse("2020-01-01T00:00:00Z")).end(Instant.parse("2020-01-03T00:00:00Z"))"""));
    assertThat(shell.type("deploy", "Nightly.java", "--yes").code()).isZero();
    Answer old = shell.type("deploy", "Old.java", "--yes");
    assertThat(old.code()).as(old::all).isZero();
  }

  private static String program(String id, String schedule) {
    return """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<NoParams> dag() {
          return Dag.define("%s", d -> {
            d.tags("night");
            d.schedule("main", %s);
            d.task("a").exec(ctx -> {});
          });
        }
        void main() {}
        """.formatted(id, schedule);
  }

  @Test void schedules_are_listed_with_what_comes_next_and_what_was_last() {
    assertThat(shell.type("schedules").out()).contains("nightly  main", "active", "cron 30 2 * * * Europe/Berlin");
    var json = new JsonMapper().readTree(shell.type("schedules", "nightly", "-o", "json").out());
    assertThat(json.path("schedules").path(0).path("next")).hasSize(5);
    assertThat(shell.type("schedules", "--tag", "other").err()).contains("no schedules");
    assertThat(shell.type("schedules", "night").code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test void slots_are_listed_with_their_reasons_and_in_parts() {
    assertThat(shell.type("run", "old").code()).isZero();
    assertThat(shell.type("slots", "old").out()).contains("MISSED", "it lies before the deployment of its schedule",
        "2020-01-01T00:00:00Z");
    assertThat(shell.type("slots", "--outcome", "run").err()).as("a run by hand is of no slot")
        .contains("no slots were decided yet");
    assertThat(shell.type("slots", "old", "--after", "nonsense").err()).contains("Expected a cursor");
  }

  @Test void a_deployed_dag_is_simulated_on_the_clocks_of_its_zone() {
    assertThat(shell.type("schedule", "nightly", "--simulate", "2026-03-28..2026-03-30").out())
        .contains("nightly/main", "2026-03-29T03:00+02:00", "moved to the end of the gap");
    assertThat(shell.type("schedule", "nightly").out().lines()).hasSizeBetween(2, 3);
    assertThat(shell.type("schedule", "nightli").err()).contains("Expected the id of a deployed DAG", "nightly");
  }

  @Test void a_deployed_dag_is_compared_with_a_file_and_a_file_with_a_deployed_dag() {
    shell.save("Later.java", program("nightly", "Cron.daily(\"03:30\", \"Europe/Berlin\")"));
    String[] day = {"--simulate", "2026-06-01..2026-06-02"};

    assertThat(shell.type("schedule", "nightly", "--against", "Later.java", day[0], day[1]).out())
        .contains("-  2026-06-01T03:30+02:00", "+  2026-06-01T02:30+02:00");
    assertThat(shell.type("schedule", "Later.java", "--against", "nightly", day[0], day[1]).out())
        .contains("+  2026-06-01T03:30+02:00", "-  2026-06-01T02:30+02:00");
    assertThat(shell.type("schedule", "nightly", "--against", "nightly", day[0], day[1]).out())
        .contains("no difference in this time");
    assertThat(shell.type("schedule", "nightly", "--against", "Old.java").err())
        .contains("Expected DAG 'nightly' in Old.java, but found old");
  }

  @Test void a_deployment_says_what_becomes_of_the_slots_around_it() {
    shell.save("Later.java", program("nightly", "Cron.of(\"30 3 1 1 *\", \"UTC\")"));
    shell.save("None.java", program("nightly", "Cron.daily(\"02:30\", \"Europe/Berlin\")").replace("d.schedule",
        "// d.schedule"));
    shell.save("New.java", program("new",
        """
            Every.of(Duration.ofHours(6)).start(Instant.parse("2020-01-01T00:00:00Z")).end(Instant.parse("2020-01-03T00:00:00Z"))
                .catchUpAfterPause(CatchUp.latest())"""));

    assertThat(shell.type("deploy", "Later.java", "--dry-run").out()).containsPattern(
        "slots of main: the next slot is \\d{4}-01-01T03:30:00Z, it would have been .*Z\\. Slots up to the deployment are those of the"
            + " old declaration");
    assertThat(shell.type("deploy", "None.java", "--dry-run").out())
        .containsPattern(
            "slots of main: has no slot from the deployment on; the next would have been .*Z\\. What waits");
    assertThat(shell.type("deploy", "New.java", "--dry-run").out())
        .contains(
            "slots of main: the first slot from the deployment on is none. Of the 8 since its start the newest runs,"
                + " the others are MISSED");
  }

  @Test void a_dag_a_tag_and_all_are_paused_beside_each_other() {
    assertThat(shell.type("pause", "nightly").out()).isEqualTo("nightly paused\n");
    assertThat(shell.type("pause", "nightly").out()).contains("was paused already");
    assertThat(shell.type("pause", "--tag", "night").out()).contains("paused: 2 DAGs with schedules");
    assertThat(shell.type("pause", "--all").out()).contains("all DAGs paused");
    assertThat(shell.type("schedules", "nightly").out()).contains("paused", "the DAG by ", "tag night by ",
        "all DAGs by ");
    assertThat(shell.type("dags").out()).contains("nightly  paused");
    assertThat(shell.type("ps").err()).contains("nightly is paused: ");

    assertThat(shell.type("resume", "--all", "--dry-run").out()).contains("stays paused", "resume creates no run");
    assertThat(shell.type("resume", "--all").err()).contains("--yes");
    assertThat(shell.type("resume", "--all", "--yes").out()).contains("all DAGs resumed");
    assertThat(shell.type("resume", "--tag", "night", "--yes").code()).isZero();
    assertThat(shell.type("resume", "nightly", "--yes").out()).contains("nightly resumed");
    assertThat(shell.type("schedules").out()).doesNotContain("paused  ");
    assertThat(shell.type("resume", "nightly", "--yes").code()).isEqualTo(ExitCode.FAILED);
    assertThat(shell.type("resume", "--all", "--yes").err()).contains("Expected a pause of all DAGs");
    assertThat(shell.type("ps").err()).contains("next slot: nightly/main at ");
  }

  @Test void a_drain_pauses_and_has_nothing_to_wait_for_where_nothing_runs() {
    assertThat(shell.type("drain", "nightly").out()).isEqualTo("nightly drained\n");
    assertThat(shell.type("schedules", "nightly").out()).contains("paused");
    assertThat(shell.type("drain").err()).contains("Expected one of DAG, --tag TAG and --all, but found none");
    assertThat(shell.type("pause", "nightly", "--all").err()).contains("but found several");
  }
}
