package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Schedule;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.SlotHeld;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.MessageReceived;
import io.tidemill.engine.message.SlotTold;
import io.tidemill.engine.message.SlotsSubscribed;
import io.tidemill.engine.message.SlotsUnsubscribed;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.HeldSlots;
import io.tidemill.engine.state.Links;
import io.tidemill.engine.state.SlotRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A slot waits for slots of another DAG over its whole interval (semantics §19).
class RequiredSlotsTest {
  private static final int DAG = TestPartition.DAG;
  private static final int HOURLY = 50;
  private static final Schedule DAILY = Cron.daily("00:00", "Europe/Berlin").requires("hourly");

  private final TestPartition partition = TestPartition.empty(dag(task("a")));

  @Test void a_day_waits_for_its_24_hours() {
    assertThat(hoursUntilTheRun("2026-06-10T12:00:00Z")).isEqualTo(24);
  }

  @Test void a_day_on_which_the_clocks_go_forward_waits_for_23_hours() {
    assertThat(hoursUntilTheRun("2026-03-29T12:00:00Z")).isEqualTo(23);
  }

  @Test void a_day_on_which_the_clocks_go_back_waits_for_25_hours() {
    assertThat(hoursUntilTheRun("2026-10-25T12:00:00Z")).isEqualTo(25);
  }

  private int hoursUntilTheRun(String noon) {
    begin(noon, OverlapNode.DEFAULT);
    partition.pass(Duration.ofHours(24).toMillis());
    SlotRef day = partition.facts(SlotHeld.class).getFirst().slot();
    SlotSequence hours = SlotSequence.of("hourly", Cron.hourly(0, "Europe/Berlin").node());
    int told = 0;
    for (long hour = day.intervalStart(); hour < day.intervalEnd();) {
      assertThat(runs()).as("runs after " + told + " hours").isEmpty();
      long end = Objects.requireNonNull(hours.next(Instant.ofEpochMilli(hour))).time().toEpochMilli();
      tell(hour, end, "");
      hour = end;
      told++;
    }
    assertThat(runs()).containsExactly(day.time());
    return told;
  }

  @Test void the_order_in_which_hours_end_does_not_matter() {
    SlotRef day = held("2026-06-10T12:00:00Z");
    for (int hour : new int[]{23, 0, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21}) {
      hour(day, hour, "");
    }
    assertThat(runs()).isEmpty();
    hour(day, 22, "");
    assertThat(runs()).containsExactly(day.time());
  }

  @Test void an_hour_that_was_missed_holds_the_day_with_its_reason_until_it_is_backfilled() {
    SlotRef day = held("2026-06-10T12:00:00Z");
    for (int hour = 0; hour < 24; hour++) {
      hour(day, hour, hour == 5 ? "MISSED, the DAG was paused" : "");
    }
    assertThat(runs()).isEmpty();
    HeldSlots.Gap gap = Objects.requireNonNull(HeldSlots.gap(partition.state.dag(DAG), day));
    assertThat(gap.problem()).isEqualTo("MISSED, the DAG was paused");
    assertThat(gap.from()).isEqualTo(day.intervalStart() + 5 * 3_600_000L);
    hour(day, 5, "");
    assertThat(runs()).containsExactly(day.time());
  }

  @Test void a_rerun_that_fails_revokes_nothing() {
    SlotRef day = held("2026-06-10T12:00:00Z");
    for (int hour = 0; hour < 23; hour++) {
      hour(day, hour, "");
    }
    hour(day, 3, "run 4 FAILED");
    hour(day, 23, "");
    assertThat(runs()).containsExactly(day.time());
  }

  @Test void hours_that_were_there_before_the_day_was_due_count() {
    begin("2026-06-10T12:00:00Z", OverlapNode.DEFAULT);
    long midnight = Instant.parse("2026-06-10T22:00:00Z").toEpochMilli();
    tell(midnight - Duration.ofHours(48).toMillis(), midnight, "");
    partition.pass(Duration.ofHours(24).toMillis());
    assertThat(runs()).containsExactly(midnight);
    assertThat(partition.facts(SlotHeld.class)).isEmpty();
  }

  @Test void a_later_day_whose_hours_are_there_does_not_wait_for_the_one_before() {
    SlotRef first = held("2026-06-10T12:00:00Z");
    partition.pass(Duration.ofHours(24).toMillis());
    tell(first.intervalEnd(), first.intervalEnd() + Duration.ofHours(24).toMillis(), "");
    assertThat(runs()).containsExactly(first.time() + Duration.ofHours(24).toMillis());
  }

  @Test void strictly_sequential_days_wait_for_the_one_before() {
    begin("2026-06-10T12:00:00Z", new OverlapNode(OverlapPolicy.STRICT_SEQUENTIAL, 0));
    partition.pass(Duration.ofHours(48).toMillis());
    SlotRef first = partition.facts(SlotHeld.class).getFirst().slot();
    tell(first.intervalEnd(), first.intervalEnd() + Duration.ofHours(24).toMillis(), "");
    assertThat(runs()).isEmpty();
    tell(first.intervalStart(), first.intervalEnd(), "");
    assertThat(runs()).containsExactly(first.time());
  }

  @Test void a_version_that_requires_nothing_any_more_lets_its_held_slots_go() {
    SlotRef day = held("2026-06-10T12:00:00Z");
    activate(3, Cron.daily("00:00", "Europe/Berlin").node(), OverlapNode.DEFAULT);
    partition.pass(0);
    assertThat(partition.facts(MessageSent.class)).last()
        .isEqualTo(new MessageSent(DAG, HOURLY, 4, 2, new SlotsUnsubscribed("default")));
    assertThat(runs()).containsExactly(day.time());
  }

  @Test void a_dag_tells_how_its_slots_stand_and_each_that_ends() {
    partition.now = Instant.parse("2026-06-10T09:30:00Z").toEpochMilli();
    activate(2, Cron.hourly(0, "UTC").node(), OverlapNode.DEFAULT);
    partition.pass(Duration.ofHours(1).toMillis());
    partition.succeed("a");
    partition.tell(new MessageReceived(DAG, 60, 1, new SlotsSubscribed("default", 9)));
    partition.pass(Duration.ofHours(1).toMillis());
    partition.number = 2;
    partition.fail("a", TestPartition.permanent());
    long nine = Instant.parse("2026-06-10T09:00:00Z").toEpochMilli();
    long ten = nine + 3_600_000;
    assertThat(partition.facts(MessageSent.class)).containsExactly(
        new MessageSent(DAG, 60, 9, 1, new SlotTold("default", nine, ten, "")),
        new MessageSent(DAG, 60, 9, 2, new SlotTold("default", ten, ten + 3_600_000, "run 2 FAILED")));
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  @Test void what_is_known_of_required_slots_survives_a_snapshot() {
    SlotRef day = held("2026-06-10T12:00:00Z");
    hour(day, 0, "");
    hour(day, 4, "run 4 FAILED");
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  private SlotRef held(String noon) {
    begin(noon, OverlapNode.DEFAULT);
    partition.pass(Duration.ofHours(12).toMillis());
    return partition.facts(SlotHeld.class).getFirst().slot();
  }

  private void begin(String noon, OverlapNode overlap) {
    partition.now = Instant.parse(noon).toEpochMilli();
    activate(2, DAILY.node(), overlap);
    assertThat(partition.facts(MessageSent.class))
        .containsExactly(new MessageSent(DAG, HOURLY, 4, 1, new SlotsSubscribed("default", 3)));
  }

  private void activate(int version, ScheduleNode schedule, OverlapNode overlap) {
    partition.tell(new ActivateVersion(DAG, "daily", version, List.of(), overlap, List.of(schedule),
        new Links(3, Map.of("hourly", new Address(HOURLY, 4)), null)));
  }

  private void hour(SlotRef day, int hour, String problem) {
    long from = day.intervalStart() + hour * 3_600_000L;
    tell(from, from + 3_600_000, problem);
  }

  private void tell(long from, long until, String problem) {
    long n = partition.state.dag(DAG).links().messages().taken(HOURLY) + 1;
    partition.tell(new MessageReceived(DAG, HOURLY, n, new SlotTold("default", from, until, problem)));
  }

  private List<Long> runs() {
    return partition.facts(RunCreated.class)
        .stream()
        .map(created -> Objects.requireNonNull(created.trigger().ofSlot()).time())
        .toList();
  }
}
