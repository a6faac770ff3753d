package io.tidemill.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.QuietWindow;
import io.tidemill.dsl.Slot;
import io.tidemill.dsl.SlotResult;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScheduleTestTest {
  public record Day(LocalDate day) {}

  private static Dag<Day> nightly() {
    return Dag.define("nightly", Day.class, d -> {
      d.schedule(Cron.daily("02:30", "Europe/Berlin"), slot -> new Day(slot.date().minusDays(1)));
      d.task("report").run(String.class, ctx -> ctx.params().day() + " at " + ctx.slot().orElseThrow().dateTime());
    });
  }

  @Test void slots_fire_under_the_virtual_clock_with_the_parameters_made_of_them() {
    var runs = DagTest.of(nightly()).at("2026-03-28T00:00").runFor(Duration.ofDays(3));

    assertThat(runs).extracting(run -> run.result().result("report", String.class))
        .containsExactly("2026-03-27 at 2026-03-28T02:30+01:00[Europe/Berlin]",
            "2026-03-28 at 2026-03-29T03:00+02:00[Europe/Berlin]",
            "2026-03-29 at 2026-03-30T02:30+02:00[Europe/Berlin]");
    assertThat(runs).extracting(SlotRun::params)
        .map(params -> params.day().getDayOfMonth())
        .containsExactly(27, 28, 29);
  }

  @Test void parameters_that_cannot_be_made_or_do_not_fit_are_a_run_that_failed_and_the_slots_go_on() {
    Dag<Day> dag = Dag.define("nightly", Day.class, d -> {
      d.schedule(Cron.daily("02:30", "UTC"), slot -> switch (slot.date().getDayOfMonth()) {
        case 1 -> throw new IllegalStateException("no such day");
        case 2 -> null;
        case 3 -> new Day(null);
        default -> new Day(slot.date());
      });
      var report = d.task("report").run(String.class, ctx -> ctx.params().day().toString());
      d.task("clean").after(JoinRule.ALL_DONE, report).exec(ctx -> {});
    });
    var runs = DagTest.of(dag).at("2026-06-01").runFor(Duration.ofDays(4));

    assertThat(runs).extracting(run -> run.result().status())
        .containsExactly(RunOutcome.FAILED, RunOutcome.FAILED, RunOutcome.FAILED, RunOutcome.SUCCESS);
    assertThat(runs).extracting(SlotRun::params).filteredOn(Objects::nonNull).hasSize(1);
    assertThat(runs.getFirst().result().state("clean")).isEqualTo(TaskState.UPSTREAM_FAILED);
    assertThat(runs).extracting(run -> run.result().failure("slot-params").map(Throwable::getMessage).orElse(""))
        .satisfiesExactly(first -> assertThat(first).isEqualTo("no such day"),
            second -> assertThat(second).contains("to make a Day of the slot, but it returned null"),
            third -> assertThat(third).contains("day", "expected date, found null"),
            fourth -> assertThat(fourth).isEmpty());
    assertThat(runs).extracting(run -> run.slot().previous())
        .containsExactly(null, SlotResult.FAILED, SlotResult.FAILED, SlotResult.FAILED);
  }

  @Test void making_parameters_takes_a_minute_at_most_and_can_be_stubbed() {
    var tooLong = DagTest.of(nightly())
        .takes("slot-params", Duration.ofMinutes(2))
        .at("2026-06-01")
        .runFor(Duration.ofDays(1));
    var stubbed = DagTest.of(nightly())
        .stub("slot-params", new Day(LocalDate.EPOCH))
        .at("2026-06-01")
        .runFor(Duration.ofDays(1));

    assertThat(tooLong.getFirst().result().state("slot-params")).isEqualTo(TaskState.TIMED_OUT);
    assertThat(tooLong.getFirst().result().status()).isEqualTo(RunOutcome.FAILED);
    assertThat(stubbed.getFirst().result().result("report", String.class)).startsWith("1970-01-01 at 2026-06-01T");
  }

  @Test void a_run_by_hand_makes_no_parameters() {
    var run = DagTest.of(Dag.define("d", Day.class, d -> {
      d.schedule(Cron.daily("02:30", "UTC"), slot -> new Day(slot.date()));
      d.task("a").run(LocalDate.class, ctx -> ctx.params().day());
    })).params(new Day(LocalDate.EPOCH)).run();

    assertThat(run.state("slot-params")).isEqualTo(TaskState.SKIPPED);
    assertThat(run.result("a", LocalDate.class)).isEqualTo(LocalDate.EPOCH);
  }

  @Test void time_goes_on_where_it_stopped() {
    var test = DagTest.of(nightly()).at("2026-06-01");

    assertThat(test.runFor(Duration.ofHours(2))).isEmpty();
    assertThat(test.runFor(Duration.ofHours(1))).hasSize(1);
    assertThat(test.now()).isEqualTo("2026-06-01T01:00:00Z");
  }

  @Test void a_slot_tells_what_became_of_the_one_before() {
    Dag<NoParams> dag = Dag.define("hourly", d -> {
      d.schedule("odd", Cron.of("30 * * * *", "UTC"));
      d.schedule("hours", Cron.hourly(0, "UTC").quiet(QuietWindow.daily(LocalTime.of(2, 0), LocalTime.of(3, 0))));
      d.task("a").exec(ctx -> {
        if (ctx.slot().orElseThrow().dateTime().getHour() == 1) {
          throw new IllegalStateException("one o'clock");
        }
      });
    });

    var midnight = Instant.parse("2026-06-01T00:00:00Z");
    var slots = DagTest.of(dag).at("2026-06-01").runFor(Duration.ofHours(4)).stream().map(SlotRun::slot);

    assertThat(slots.filter(slot -> slot.schedule().equals("hours"))).extracting(Slot::previous, Slot::lastSuccess)
        .containsExactly(tuple(null, null), tuple(SlotResult.SUCCESS, midnight),
            tuple(SlotResult.FAILED, midnight), tuple(SlotResult.SKIPPED, midnight));
  }

  @Test void a_run_by_hand_has_no_slot() {
    Dag<NoParams> dag = Dag.define("d", d -> {
      d.schedule(Every.of(Duration.ofHours(1)));
      d.task("a").run(Boolean.class, ctx -> ctx.slot().isEmpty());
    });

    assertThat(DagTest.of(dag).run().result("a", Boolean.class)).isTrue();
    assertThat(DagTest.of(dag).at(Instant.EPOCH).runFor(Duration.ofHours(2))).hasSize(2)
        .allSatisfy(run -> assertThat(run.result().status()).isEqualTo(RunOutcome.SUCCESS));
  }

  @Test void skipped_slots_have_no_run() {
    Dag<NoParams> dag = Dag.define("d", d -> {
      d.schedule(Cron.hourly(0, "UTC").quiet(QuietWindow.daily(LocalTime.of(0, 0), LocalTime.of(0, 30))));
      d.task("a").exec(ctx -> {});
    });
    var runs = DagTest.of(dag).at("2026-06-01").runFor(Duration.ofHours(2));

    assertThat(runs).extracting(SlotRun::skipped).containsExactly(true, false);
    assertThatThrownBy(() -> runs.getFirst().result()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("quiet window");
  }

  @Test void a_backfill_runs_the_slots_of_a_range_that_have_not_succeeded_and_what_it_is_given_wins() {
    Dag<Day> dag = Dag.define("nightly", Day.class, d -> {
      d.schedule(Cron.daily("02:30", "Europe/Berlin")
          .quiet(QuietWindow.between(LocalDateTime.of(2026, 5, 30, 0, 0),
              LocalDateTime.of(2026, 5, 31, 0, 0))),
          slot -> new Day(slot.date()));
      d.task("report").run(String.class, ctx -> ctx.slot().orElseThrow().date() + " as " + ctx.params().day());
    });
    var test = DagTest.of(dag).at("2026-06-01");
    test.runFor(Duration.ofDays(1));

    assertThat(test.backfill("2026-05-29", "2026-06-03")).extracting(run -> run.result().result("report", String.class))
        .containsExactly("2026-05-29 as 2026-05-29", "2026-05-31 as 2026-05-31", "2026-06-02 as 2026-06-02");
    assertThat(test.backfill("2026-06-02", "2026-06-04", "day=1970-01-01"))
        .extracting(run -> run.result().result("report", String.class))
        .containsExactly("2026-06-03 as 1970-01-01");
    assertThat(test.now()).isEqualTo("2026-06-01T22:00:00Z");
    assertThat(test.backfill("2026-06-05", "2026-06-06", "day=soon").getFirst().result().status())
        .isEqualTo(RunOutcome.FAILED);
    assertThatThrownBy(() -> test.backfill("2026-06-02", "2026-06-02")).hasMessageContaining("ends after it begins");
    assertThatThrownBy(() -> test.backfillOf("weekly", "2026-06-01", "2026-06-02")).hasMessageContaining("weekly");
  }

  @Test void a_run_that_takes_longer_than_its_schedule_expects_says_that_it_is_late() {
    Dag<NoParams> dag = Dag.define("nightly", d -> {
      d.schedule("nightly", Cron.daily("02:30", "UTC")
          .startBy(Duration.ofMinutes(10))
          .finishBy(Duration.ofHours(2))
          .quiet(QuietWindow.between(LocalDateTime.of(2026, 6, 2, 0, 0), LocalDateTime.of(2026, 6, 3, 0, 0))));
      d.schedule("jittered", Cron.daily("04:00", "UTC").jitter(Duration.ofHours(12)).startBy(Duration.ofSeconds(1)));
      d.task("report").exec(ctx -> {});
    });
    var slow = DagTest.of(dag).takes("report", Duration.ofHours(3)).at("2026-06-01");
    var inTime = DagTest.of(dag).takes("report", Duration.ofHours(2)).at("2026-06-01");

    assertThat(slow.runFor(Duration.ofDays(1))).extracting(SlotRun::startedLate, SlotRun::finishedLate)
        .containsExactly(tuple(false, true), tuple(true, false));
    assertThat(inTime.runFor(Duration.ofDays(1)).getFirst().finishedLate()).as("at the last moment").isFalse();
    assertThat(slow.runFor(Duration.ofDays(1)).getFirst().finishedLate()).as("skipped on purpose").isFalse();
    assertThat(slow.backfillOf("nightly", "2026-05-01", "2026-05-02").getFirst().finishedLate()).isFalse();
  }

  @Test void a_backfill_that_is_given_every_parameter_calls_no_function() {
    Dag<Day> dag = Dag.define("nightly", Day.class, d -> {
      d.schedule(Cron.daily("02:30", "Europe/Berlin"), slot -> {
        throw new IllegalStateException("called");
      });
      d.task("report").run(String.class, ctx -> "" + ctx.params().day());
    });

    assertThat(DagTest.of(dag).at("2026-06-01").backfill("2026-05-29", "2026-05-31", "day=1970-01-01"))
        .extracting(run -> run.result().result("report", String.class))
        .containsExactly("1970-01-01", "1970-01-01");
  }

  @Test void wrong_times_and_dags_without_schedules_are_refused() {
    Dag<NoParams> byHand = Dag.define("d", d -> d.task("a").exec(ctx -> {}));

    assertThatThrownBy(() -> DagTest.of(byHand).at("2026-06-01")).hasMessageContaining("to have a schedule");
    assertThatThrownBy(() -> DagTest.of(nightly()).at("tomorrow")).hasMessageContaining("but found 'tomorrow'");
    var test = DagTest.of(nightly()).at("2026-06-01");
    assertThatThrownBy(() -> test.runFor(Duration.ofDays(-1))).hasMessageContaining("forwards");
    assertThatThrownBy(() -> test.runFor(Duration.ofDays(36_500))).hasMessageContaining("at most 10000 slots");
    assertThat(List.of(test.now())).containsExactly(Instant.parse("2026-05-31T22:00:00Z"));
  }
}
