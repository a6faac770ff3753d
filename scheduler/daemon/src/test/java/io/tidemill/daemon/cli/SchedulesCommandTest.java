package io.tidemill.daemon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.daemon.cli.Shell.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  @Test void maintenance_has_a_plan_is_shown_everywhere_and_ends_early() {
    String tomorrow = Instant.now().plus(Duration.ofDays(1)).toString();
    String[] window = {"--from", "2060-03-27T00:00", "--to", "2060-03-30T00:00", "--zone", "Europe/Berlin"};
    assertThat(shell.type("maintenance").err()).contains("no maintenance is planned");
    assertThat(type("maintenance", window, "--all", "--dry-run").out())
        .contains("nightly  main      2      2060-03-27T01:30:00Z  2060-03-28T01:00:00Z  MISSED")
        .contains("nightly  main      1      2060-03-29T00:30:00Z")
        .contains("its end creates 1 run: main 2060-03-29T00:30:00Z; 2 slots are MISSED: the DAG was in maintenance");
    assertThat(type("maintenance", window, "--all").err()).contains("--yes");
    String set = type("maintenance", window, "--all", "--reason", "upgrade", "--yes").out();
    assertThat(set).contains("of all DAGs set: 2060-03-26T23:00:00Z to 2060-03-29T22:00:00Z");
    assertThat(type("maintenance", window, "--all", "--yes").out()).contains("was set already");
    assertThat(shell.type("maintenance").out()).contains("all DAGs", "planned", "upgrade");
    assertThat(shell.type("schedules").err()).contains("maintenance of all DAGs from 2060-03-26T23:00:00Z to ");
    assertThat(shell.type("schedule", "nightly", "--simulate", "2060-03-27..2060-03-31").out())
        .contains("missed", "waits", "in maintenance until 2060-03-30T00:00+02:00: its run is created then");

    assertThat(shell.type("maintenance", "--tag", "night", "--to", tomorrow, "--yes").code()).isZero();
    assertThat(shell.type("schedules", "nightly").out()).contains("in maintenance", "maintenance of tag night until ");
    assertThat(shell.type("why", "nightly").out()).contains("schedule main waits: maintenance of tag night until ",
        "schedule main has its next slot at ");
    assertThat(shell.type("ps").err()).contains("maintenance of tag night until ");
    new JsonMapper().readTree(shell.type("maintenance", "-o", "json").out())
        .forEach(each -> assertThat(shell.type("maintenance", "--end", each.path("id").asString()).out())
            .contains(" is over"));
    assertThat(shell.type("maintenance").err()).contains("no maintenance is planned");
  }

  private Answer type(String verb, String[] window, String... more) {
    return shell.type(Stream.of(new String[]{verb}, window, more).flatMap(Stream::of).toArray(String[]::new));
  }

  @Test void a_maintenance_window_that_cannot_be_is_refused() {
    assertThat(shell.type("maintenance", "--all", "--from", "2060-01-01").err()).contains("Expected --to TIME");
    assertThat(shell.type("maintenance", "--to", "2060-01-01").err())
        .contains("Expected one of DAG, --tag TAG and --all");
    assertThat(shell.type("maintenance", "--all", "--to", "2020-01-01", "--from", "2019-12-31", "--dry-run").err())
        .contains("that ends in the future");
    assertThat(
        shell.type("maintenance", "--all", "--from", "2060-01-02", "--to", "2060-01-01", "--dry-run").err())
        .contains("that begins before it ends");
    assertThat(shell.type("maintenance", "--all", "--to", "2099-01-01", "--dry-run").err())
        .contains("at most 366 days", "pause instead");
    assertThat(shell.type("maintenance", "--all", "--to", "soon", "--dry-run").err()).contains("Expected as to a date");
    assertThat(shell.type("maintenance", "--all", "--to", "2060-01-01", "--zone", "Europe/Berlim", "--dry-run").err())
        .contains("Expected an IANA time zone", "Europe/Berlin");
    assertThat(shell.type("maintenance", "nightli", "--to", "2060-01-01", "--dry-run").err()).contains("nightly");
    assertThat(shell.type("maintenance", "--end", "m-0").err()).contains("Expected a maintenance window");
  }

  @Timeout(60)
  @Test void slots_that_are_late_are_listed_with_what_is_late_and_why() {
    shell.save("Fast.java", program("fast", "Every.of(Duration.ofSeconds(1)).startBy(Duration.ofSeconds(1))"));
    assertThat(shell.type("slots", "--late").err()).contains("no slot was late in the last week");
    assertThat(shell.type("deploy", "Fast.java", "--yes").code()).isZero();
    String late = "";
    while (late.isEmpty()) {
      // Whoever opens the data directory decides what is due.
      assertThat(shell.type("pause", "fast").code()).isZero();
      late = shell.type("slots", "fast", "--late").out();
    }
    assertThat(late).contains("fast  main", "not started");
    assertThat(shell.type("schedules", "fast").out()).contains("not started");
    assertThat(shell.type("ps").err()).contains("fast/main", "not started");
    var json = new JsonMapper().readTree(shell.type("slots", "--late", "--limit", "1", "-o", "json").out());
    assertThat(json.path(0).path("kind").asString()).isEqualTo("NOT_STARTED");
    assertThat(shell.type("slots", "--late", "--outcome", "RUN").err()).contains("Expected --late alone");
  }

  @Test void a_dag_without_a_run_says_which_slot_comes_and_what_that_waits_for() {
    shell.save("Total.java", program("total", "Cron.daily(\"00:00\", \"UTC\").requires(\"hourly-load\")"));
    assertThat(shell.type("deploy", "Total.java", "--yes").code()).isZero();
    assertThat(shell.type("why", "total").out()).contains("schedule main has its next slot at ",
        "T00:00:00Z; it then waits until hourly-load succeeded for its interval");
    assertThat(new JsonMapper().readTree(shell.type("why", "total", "-o", "json").out())
        .path("requires")
        .path(0)
        .path("required")
        .path(0)
        .asString()).isEqualTo("hourly-load");
    assertThat(shell.type("why", "nightly").out()).contains("schedule main has its next slot at ");
    assertThat(shell.type("why", "nightly/1").code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test void a_drain_pauses_and_has_nothing_to_wait_for_where_nothing_runs() {
    assertThat(shell.type("drain", "nightly").out()).isEqualTo("nightly drained\n");
    assertThat(shell.type("schedules", "nightly").out()).contains("paused");
    assertThat(shell.type("drain").err()).contains("Expected one of DAG, --tag TAG and --all, but found none");
    assertThat(shell.type("pause", "nightly", "--all").err()).contains("but found several");
  }
}
