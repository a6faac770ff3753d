package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Schedule;
import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.message.SlotTold;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.EventSource;
import io.tidemill.engine.state.HeldSlots;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What users of other systems reported about assets and dependencies between DAGs, tried here.
class DataDependenciesElsewhereTest {
  private static final int DAG = TestPartition.DAG;
  private static final int PRODUCER = 50;
  private static final int FIRST_ASSET = 100;

  private final TestPartition partition = TestPartition.empty(dag(task("a")));

  /// apache/airflow 56541: a DAG on 16 datasets ran when 15 of them had been updated.
  @Test void of_sixteen_assets_the_sixteenth_starts_the_run_also_the_second_time() {
    runsOn(AssetMode.ALL, 16, OverlapNode.DEFAULT);
    for (int round = 1; round <= 2; round++) {
      for (int asset = 0; asset < 15; asset++) {
        event(asset, round);
        event(asset, round + 10L); // an asset that is updated twice does not stand for another
      }
      assertThat(runs()).hasSize(round - 1);
      event(15, round);
      assertThat(runs()).hasSize(round);
      partition.number = round;
      partition.succeed("a");
    }
  }

  /// apache/airflow 35870 and PrefectHQ/prefect 11199: of several events at the same time some started no run.
  @Test void events_of_the_same_instant_start_a_run_each_where_so_many_may_go_beside_each_other() {
    runsOn(AssetMode.ANY, 1, new OverlapNode(OverlapPolicy.ALLOW, 10));
    IntStream.rangeClosed(1, 4).forEach(event -> event(0, event));
    assertThat(runs()).containsExactly("asset-0 #1", "asset-0 #2", "asset-0 #3", "asset-0 #4");
  }

  /// apache/airflow 47398: of four events of one run some were left over when the consumer had run.
  @Test void no_event_is_left_over_once_the_runs_have_ended() {
    runsOn(AssetMode.ANY, 1, OverlapNode.DEFAULT);
    IntStream.rangeClosed(1, 4).forEach(event -> event(0, event));
    partition.succeed("a");
    partition.pass(0);
    assertThat(runs()).containsExactly("asset-0 #1", "asset-0 #2 to #4");
    assertThat(partition.state.dag(DAG).links().assetWait().pending()).isEmpty();
  }

  /// apache/airflow 38826: a DAG that was deployed anew ran for all events of the past.
  @Test void a_dag_that_comes_back_runs_for_no_event_of_the_time_without_it() {
    runsOn(AssetMode.ANY, 1, OverlapNode.DEFAULT);
    partition.tell(new ActivateVersion(DAG, "test", 0, List.of(), OverlapNode.DEFAULT, List.of(),
        new Links(3, Map.of(), null)));
    event(0, 1); // told before the asset heard that the DAG is gone
    runsOn(AssetMode.ANY, 1, OverlapNode.DEFAULT);
    partition.pass(0);
    assertThat(runs()).isEmpty();
    event(0, 5);
    assertThat(runs()).containsExactly("asset-0 #5");
  }

  /// kestra-io/kestra 12560 and 12905: a flow with two triggers was started twice by one event.
  @Test void a_dag_with_a_schedule_beside_runs_once_for_an_event() {
    runsOn(AssetMode.ANY, 1, OverlapNode.DEFAULT, Cron.hourly(0, "UTC").node());
    event(0, 1);
    partition.succeed("a");
    partition.pass(Duration.ofMinutes(59).toMillis());
    assertThat(partition.facts(RunCreated.class).stream().map(run -> run.trigger().kind()).filter("asset"::equals))
        .hasSize(1);
  }

  /// dagster-io/dagster 25723: a month ran before the week had come that it shares days with.
  @Test void a_month_waits_for_the_week_that_ends_after_it() {
    SlotRef month = held(Cron.monthly(1, "00:00", "UTC").requires("other"), "2026-10-20T00:00:00Z", 13);
    tell("2026-09-28T00:00:00Z", "2026-10-26T00:00:00Z", "");
    assertThat(slotRuns()).isEmpty();
    tell("2026-10-26T00:00:00Z", "2026-11-02T00:00:00Z", "");
    assertThat(slotRuns()).containsExactly(month.time());
  }

  /// dagster-io/dagster 34094: a day was built although its last two hours did not exist yet.
  @Test void a_day_waits_for_hours_that_nobody_has_spoken_of() {
    SlotRef day = held(Cron.daily("00:00", "UTC").requires("other"), "2026-06-10T12:00:00Z", 1);
    tell("2026-06-10T00:00:00Z", "2026-06-10T22:00:00Z", "");
    assertThat(slotRuns()).isEmpty();
    HeldSlots.Gap gap = Objects.requireNonNull(HeldSlots.gap(partition.state.dag(DAG), day));
    assertThat(Instant.ofEpochMilli(gap.from())).isEqualTo("2026-06-10T22:00:00Z");
    assertThat(gap.problem()).isEmpty();
  }

  /// apache/airflow 268, 1060 and 33464: schedules whose times do not line up never met, or lost each other when the clocks changed.
  @Test void schedules_whose_times_do_not_line_up_meet_by_their_intervals() {
    SlotRef day = held(Cron.daily("01:00", "Europe/Berlin").requires("other"), "2026-10-25T12:00:00Z", 1);
    assertThat(day.intervalEnd() - day.intervalStart()).isEqualTo(Duration.ofHours(25).toMillis());
    // Hours that begin ten minutes after the full one.
    for (Instant hour = Instant.parse("2026-10-24T22:10:00Z"); hour.isBefore(Instant.parse("2026-10-26T00:10:00Z"));) {
      Instant end = hour.plus(Duration.ofHours(1));
      tell(hour.toString(), end.toString(), "");
      hour = end;
    }
    assertThat(slotRuns()).containsExactly(day.time());
  }

  /// mozilla/bigquery-etl 1638 and apache/airflow 34497: a sensor on a DAG that had ended, or never existed, held a slot of a worker for
  /// ever.
  @Test void a_slot_that_waits_for_a_dag_that_does_not_exist_holds_nothing_but_itself() {
    held(Cron.daily("00:00", "UTC").requires("other"), "2026-06-10T12:00:00Z", 1);
    assertThat(partition.facts(RunCreated.class)).isEmpty();
    assertThat(partition.state.slotTimers()).allMatch(timer -> timer.at() > partition.now);
    partition.create(null);
    partition.succeed("a");
    assertThat(partition.run().outcome()).isNotNull();
  }

  /// kestra-io/kestra 1472 and 1917: a flow ran although one of those before it had failed or was killed.
  @Test void a_day_does_not_run_for_an_hour_that_failed_whatever_came_before_or_after() {
    SlotRef day = held(Cron.daily("00:00", "UTC").requires("other"), "2026-06-10T12:00:00Z", 1);
    tell("2026-06-10T00:00:00Z", "2026-06-10T05:00:00Z", "");
    tell("2026-06-10T05:00:00Z", "2026-06-10T06:00:00Z", "run 5 CANCELLED");
    tell("2026-06-10T06:00:00Z", "2026-06-11T00:00:00Z", "");
    assertThat(slotRuns()).isEmpty();
    assertThat(Objects.requireNonNull(HeldSlots.gap(partition.state.dag(DAG), day)).problem())
        .isEqualTo("run 5 CANCELLED");
  }

  private void runsOn(AssetMode mode, int assets, OverlapNode overlap, ScheduleNode... schedules) {
    Map<String, Address> addresses = new HashMap<>();
    List<String> names = IntStream.range(0, assets).mapToObj(asset -> "asset-" + asset).toList();
    for (int asset = 0; asset < assets; asset++) {
      addresses.put(Links.asset(names.get(asset)), new Address(FIRST_ASSET + asset, 1));
    }
    partition.tell(new ActivateVersion(DAG, "test", 2, List.of(), overlap, List.of(schedules),
        new Links(3, addresses, new OnAssetsNode(mode, names, 0, 0, ""))));
  }

  private void event(int asset, long number) {
    int sender = FIRST_ASSET + asset;
    partition.tell(new MessageReceived(DAG, sender, partition.state.taken(DAG, sender) + 1,
        new AssetEventTold(number, partition.now, EventSource.task("load", number, "write"))));
  }

  private SlotRef held(Schedule schedule, String from, int days) {
    partition.now = Instant.parse(from).toEpochMilli();
    partition.tell(new ActivateVersion(DAG, "test", 2, List.of(), OverlapNode.DEFAULT, List.of(schedule.node()),
        new Links(3, Map.of("other", new Address(PRODUCER, 4)), null)));
    partition.pass(Duration.ofDays(days).toMillis());
    return partition.facts(SlotHeld.class).getFirst().slot();
  }

  private void tell(String from, String until, String problem) {
    partition.tell(new MessageReceived(DAG, PRODUCER, partition.state.taken(DAG, PRODUCER) + 1,
        new SlotTold("default", Instant.parse(from).toEpochMilli(), Instant.parse(until).toEpochMilli(), problem)));
  }

  private List<String> runs() {
    return partition.facts(RunCreated.class)
        .stream()
        .map(RunCreated::trigger)
        .filter(Trigger.Assets.class::isInstance)
        .map(Trigger::origin)
        .toList();
  }

  private List<Long> slotRuns() {
    return partition.facts(RunCreated.class)
        .stream()
        .map(created -> Objects.requireNonNull(created.trigger().ofSlot()).time())
        .toList();
  }
}
