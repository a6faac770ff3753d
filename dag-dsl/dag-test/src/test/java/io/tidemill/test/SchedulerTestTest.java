package io.tidemill.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Asset;
import io.tidemill.dsl.AssetUpdates;
import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.OnAssets;
import io.tidemill.dsl.Overlap;
import io.tidemill.dsl.TaskContext;
import io.tidemill.dsl.Types;
import io.tidemill.engine.state.RunOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTestTest {
  public record Day(LocalDate day) {}

  private static Dag<NoParams> load() {
    return Dag.define("load", d -> {
      d.schedule(Cron.hourly(0, "Europe/Berlin"));
      d.overlap(Overlap.allow(4));
      d.task("write").produces(Asset.of("sales")).run(Long.class, ctx -> ctx.run());
    });
  }

  private static Dag<NoParams> total() {
    return Dag.define("total", d -> {
      d.schedule(Cron.daily("00:00", "Europe/Berlin").requires("load"));
      d.task("sum").run(String.class, ctx -> ctx.slot().orElseThrow().date().toString());
    });
  }

  private static Dag<NoParams> chart(OnAssets assets) {
    return Dag.define("chart", d -> {
      d.runOn(assets);
      d.task("draw").run(String.class, ctx -> "drawn");
    });
  }

  private static OnAssets any() {
    return OnAssets.any(Asset.of("sales"), Asset.of("prices"));
  }

  @Test void a_dag_runs_on_the_asset_that_a_task_of_another_updates() {
    var test = SchedulerTest.of(DagTest.of(load()).takes("write", Duration.ofMinutes(5)), DagTest.of(chart(any())))
        .at("2026-06-01");

    var runs = test.runFor(Duration.ofHours(2));

    assertThat(runs).extracting(TestRun::toString)
        .containsExactly("load/1 schedule SUCCESS", "chart/1 asset SUCCESS", "load/2 schedule SUCCESS",
            "chart/2 asset SUCCESS");
    assertThat(runs.get(1).createdAt()).isEqualTo("2026-05-31T22:05:00Z");
    assertThat(runs.get(1).origin()).isEqualTo("sales #1");
    assertThat(runs.get(1).slot()).isEmpty();
    assertThat(runs.get(2).result().result("write", Long.class)).isEqualTo(2);
    assertThat(test.story().lines()).contains("2026-05-31T22:05:00Z  asset sales #1: load/1/write",
        "2026-05-31T22:05:00Z  chart/1 begins: asset sales #1", "2026-05-31T22:05:00Z  chart/1 SUCCESS");
  }

  @Test void events_from_outside_come_when_the_test_says() {
    var test = SchedulerTest.of(DagTest.of(chart(any().gather(Duration.ofMinutes(1)))))
        .asset("prices", "2026-01-01T10:00")
        .asset("prices", "2026-01-01T10:00:30");

    assertThat(test.runFor(Duration.ofHours(10))).isEmpty();
    assertThat(test.now()).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(test.runFor(Duration.ofMinutes(2))).singleElement().satisfies(run -> {
      assertThat(run.origin()).isEqualTo("prices #1 to #2");
      assertThat(run.createdAt()).isEqualTo("2026-01-01T10:01:00Z");
    });
    assertThat(test.asset("prices").runFor(Duration.ofMinutes(2))).hasSize(1);
  }

  @Test void bodies_are_told_which_events_started_their_run() {
    var told = Dag.define("told", d -> {
      d.runOn(OnAssets.all(Asset.of("sales"), Asset.of("prices")));
      d.task("tell").runAs(Types.listOf(AssetUpdates.class), TaskContext::assetUpdates);
    });
    var test = SchedulerTest.of(DagTest.of(load()), DagTest.of(told))
        .at("2026-06-01")
        .asset("prices", Instant.parse("2026-06-01T00:30:00Z"), "new list");

    test.runFor(Duration.ofHours(3));

    var started = List.of(
        new AssetUpdates(Asset.of("sales"), 1, 3, 3, Instant.parse("2026-05-31T22:00:00Z"),
            Instant.parse("2026-06-01T00:00:00Z"), new AssetUpdates.Producer("load", 3, "write"), "", ""),
        new AssetUpdates(Asset.of("prices"), 1, 1, 1, Instant.parse("2026-06-01T00:30:00Z"),
            Instant.parse("2026-06-01T00:30:00Z"), null, "test", "new list"));
    assertThat(test.runs("told")).singleElement().satisfies(run -> {
      assertThat(run.result().result("tell", List.class)).isEqualTo(started);
      assertThat(run.assetUpdates()).isEqualTo(started);
    });
    assertThat(test.runs("load").getFirst().assetUpdates()).isEmpty();
    assertThat(DagTest.of(told).run().result("tell", List.class)).isEmpty();
  }

  @Test void all_waits_for_the_asset_that_had_no_event_and_says_so() {
    var test = SchedulerTest.of(DagTest.of(load()),
        DagTest.of(chart(OnAssets.all(Asset.of("sales"), Asset.of("prices"))))).at("2026-06-01");
    test.runFor(Duration.ofMinutes(30));

    assertThat(test.waiting()).containsExactly("chart waits for an event of prices");
    assertThat(test.runs("chart")).isEmpty();
    test.asset("prices").runFor(Duration.ofMinutes(1));
    assertThat(test.waiting()).isEmpty();
    assertThat(test.runs("chart")).extracting(TestRun::origin).containsExactly("sales #1, prices #1");
  }

  @Test void a_day_waits_for_its_hours_which_are_25_when_the_clocks_go_back() {
    var test = SchedulerTest.of(DagTest.of(total()), DagTest.of(load()).takes("write", Duration.ofMinutes(10)))
        .at("2026-10-25T00:30");

    test.runFor(Duration.ofHours(24).plusMinutes(35));
    assertThat(test.runs("total")).isEmpty();
    test.runFor(Duration.ofMinutes(10));
    assertThat(test.runs("load")).hasSize(25);
    assertThat(test.runs("total")).singleElement().satisfies(run -> {
      assertThat(run.createdAt()).isEqualTo("2026-10-25T23:10:00Z");
      assertThat(run.result().result("sum", String.class)).isEqualTo("2026-10-26");
    });
  }

  @Test void an_hour_that_failed_holds_the_day_until_it_was_rerun() {
    var hours = Dag.define("load", d -> {
      d.schedule(Cron.hourly(0, "Europe/Berlin"));
      d.task("write").exec(ctx -> {
        if (ctx.slot().orElseThrow().dateTime().getHour() == 5 && ctx.attempt() == 1) {
          throw new IOException("no disk");
        }
      });
    });
    var test = SchedulerTest.of(DagTest.of(hours), DagTest.of(total())).at("2026-06-01T00:30");
    test.runFor(Duration.ofHours(24));

    assertThat(test.waiting()).containsExactly(
        "total slot 2026-06-01T22:00:00Z waits for load from 2026-06-01T02:00:00Z: run 5 FAILED");
    test.rerun(test.runs("load").get(4));
    assertThat(test.runFor(Duration.ofMinutes(1))).extracting(TestRun::toString)
        .containsExactly("total/1 schedule SUCCESS");
    assertThat(test.runs("load").get(4).result().status()).isEqualTo(RunOutcome.SUCCESS);
    assertThatThrownBy(() -> test.rerun(test.runs("load").get(4))).isInstanceOf(IllegalStateException.class);
  }

  @Test void runs_of_a_dag_wait_for_each_other_as_its_overlap_policy_says() {
    var slow = Dag.define("slow", d -> {
      d.schedule(Cron.hourly(0, "UTC"));
      d.overlap(Overlap.skip());
      d.task("work").exec(ctx -> {});
    });
    var test = SchedulerTest.of(DagTest.of(slow).takes("work", Duration.ofMinutes(90))).at("2026-06-01");

    var runs = test.runFor(Duration.ofHours(3));

    assertThat(runs).extracting(TestRun::toString)
        .containsExactly("slow/1 schedule SUCCESS", "slow/2 schedule under way");
    assertThat(test.story()).contains("slow slot 2026-06-01T01:00:00Z of schedule 'default' SKIPPED");
    test.runFor(Duration.ofHours(1));
    assertThat(runs.get(1).ended()).isTrue();
    assertThat(runs.get(1).result().elapsed()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test void a_run_by_hand_has_its_parameters_and_updates_assets_too() {
    var daily = Dag.define("daily", Day.class, d -> {
      d.schedule(Cron.daily("00:00", "UTC"), slot -> new Day(slot.date()));
      d.task("write").produces(Asset.of("sales")).run(LocalDate.class, ctx -> ctx.params().day());
    });
    var test = SchedulerTest.of(DagTest.of(daily), DagTest.of(chart(any()))).at("2026-06-01T12:00");
    var run = test.start("daily", "day=2026-01-31");

    assertThat(run.ended()).isFalse();
    assertThat(test.runFor(Duration.ofHours(13))).extracting(TestRun::toString)
        .containsExactly("daily/1 manual SUCCESS", "chart/1 asset SUCCESS", "daily/2 schedule SUCCESS",
            "chart/2 asset SUCCESS");
    assertThat(test.runs("daily")).extracting(each -> each.result().result("write", LocalDate.class))
        .containsExactly(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 6, 2));
    assertThatThrownBy(() -> test.start("daily")).hasMessageContaining("day");
    assertThatThrownBy(() -> test.start("dayly")).hasMessageContaining("there are [daily, chart]");
  }

  @Test void what_a_test_says_of_a_dag_holds_for_each_of_its_runs_and_lines_are_printed_with_their_run() {
    var lines = new ByteArrayOutputStream();
    var test = SchedulerTest.of(DagTest.of(load()).stub("write", 7L).fail("write", new IOException("no disk"), 1))
        .print(new PrintStream(lines, true, StandardCharsets.UTF_8))
        .slots(1)
        .seed(3)
        .at(Instant.parse("2026-06-01T00:00:00Z"));

    assertThat(test.runFor(Duration.ofHours(2))).extracting(run -> run.result().status())
        .containsExactly(RunOutcome.FAILED, RunOutcome.FAILED);
    assertThat(lines.toString(StandardCharsets.UTF_8)).contains("2026-06-01T00:00:00Z  load/1 begins",
        "load/2     0.000s  write attempt 1 FAILED: IOException: no disk");
  }

  @Test void dags_that_start_each_other_without_end_end_the_test() {
    var ping = Dag.define("ping", d -> {
      d.runOn(OnAssets.any(Asset.of("pong")));
      d.task("a").produces(Asset.of("ping")).exec(ctx -> {});
    });
    var pong = Dag.define("pong", d -> {
      d.runOn(OnAssets.any(Asset.of("ping")));
      d.task("a").produces(Asset.of("pong")).exec(ctx -> {});
    });
    var test = SchedulerTest.of(DagTest.of(ping), DagTest.of(pong)).asset("ping");

    assertThatThrownBy(() -> test.runFor(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at most 10000 runs")
        .hasMessageContaining("start each other without end");
  }

  @Test void what_makes_no_sense_is_refused() {
    assertThatThrownBy(SchedulerTest::of).hasMessageContaining("at least one DAG");
    assertThatThrownBy(() -> SchedulerTest.of(DagTest.of(load()), DagTest.of(load())))
        .hasMessageContaining("[load, load]");
    var test = SchedulerTest.of(DagTest.of(chart(any()))).asset("prices", "2025-12-31");
    assertThatThrownBy(() -> test.asset("price")).hasMessageContaining("prices");
    assertThatThrownBy(() -> test.asset("customers-of-old")).hasMessageContaining("[prices, sales]");
    assertThatThrownBy(() -> test.at(Instant.EPOCH)).hasMessageContaining("after 1970-01-01");
    assertThatThrownBy(() -> test.slots(0)).hasMessageContaining("at least 1 slot");
    assertThatThrownBy(() -> test.runFor(Duration.ofDays(-1))).hasMessageContaining("forwards");
    assertThatThrownBy(() -> test.runFor(Duration.ofDays(1))).hasMessageContaining("from 2026-01-01T00:00:00Z on");
    var begun = SchedulerTest.of(DagTest.of(chart(any())));
    assertThat(List.copyOf(begun.runFor(Duration.ofDays(1)))).isEmpty();
    assertThatThrownBy(() -> begun.at("2026-02-01")).hasMessageContaining("before the test begins");
    assertThatThrownBy(() -> begun.asset("prices", "2026-01-01")).hasMessageContaining("from 2026-01-02T00:00:00Z on");
  }
}
