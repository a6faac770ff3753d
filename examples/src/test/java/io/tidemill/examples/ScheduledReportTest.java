package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.BusinessCalendar;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.test.DagTest;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/// The test that the guide to scheduling shows.
class ScheduledReportTest {
  public record Day(LocalDate day) {}

  static Dag<Day> dag() {
    return Dag.define("nightly-report", Day.class, d -> {
      d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin")
          .calendar(BusinessCalendar.everyDay().except(LocalDate.of(2026, 12, 25)))
          .jitter(Duration.ofMinutes(5)), slot -> new Day(slot.date().minusDays(1)));
      d.task("report").run(String.class, ctx -> "report about " + ctx.params().day());
    });
  }

  @Test void the_night_of_the_change_has_its_report() {
    var runs = DagTest.of(dag()).at("2026-03-28T00:00").runFor(Duration.ofDays(3));

    assertThat(runs).extracting(run -> run.result().status()).containsOnly(RunOutcome.SUCCESS).hasSize(3);
  }

  @Test void a_month_gone_by_is_reported_about_by_a_backfill() {
    var runs = DagTest.of(dag()).at("2026-03-28T00:00").backfill("2026-02-01", "2026-03-01");

    assertThat(runs).extracting(run -> run.result().result("report", String.class))
        .hasSize(28)
        .startsWith("report about 2026-01-31")
        .endsWith("report about 2026-02-27");
  }
}
