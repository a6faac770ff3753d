package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.Trigger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A scheduler starts with other zone data than the one before it: the slots behind what is decided are those of the new rules.
class ZoneDataTest {
  private static final String ZONE = "Test/Moved";
  private static final ChangedRules RULES = new ChangedRules();

  static {
    ZoneRulesProvider.registerProvider(RULES);
  }

  private PartitionState state = TestPartition.uncompared(dag(task("a"))).state;
  private long now;
  private List<Fact> facts = List.of();

  /// Gives the zone whatever rules the test says.
  private static final class ChangedRules extends ZoneRulesProvider {
    private ZoneRules now = ZoneRules.of(ZoneOffset.UTC);

    @Override protected Set<String> provideZoneIds() {
      return Set.of(ZONE);
    }

    @Override protected @Nullable ZoneRules provideRules(String zone, boolean forCaching) {
      return forCaching ? null : now;
    }

    @Override protected NavigableMap<String, ZoneRules> provideVersions(String zone) {
      return new TreeMap<>();
    }
  }

  @Test void a_slot_that_the_new_rules_put_earlier_is_neither_lost_nor_decided_again() {
    start(2);
    assertThat(until("2026-03-02T00:30:00Z")).containsExactly("2026-03-02T00:30:00Z");
    restart(3);
    assertThat(until("2026-03-04T12:00:00Z")).as("02:30 is at 23:30Z by the new rules")
        .containsExactly("2026-03-02T23:30:00Z", "2026-03-03T23:30:00Z");
  }

  @Test void a_slot_that_the_new_rules_put_later_is_another_instant_and_each_is_decided_once() {
    start(2);
    assertThat(until("2026-03-02T00:29:59Z")).as("by the old rules it is due in a second").isEmpty();
    restart(1);
    assertThat(until("2026-03-02T01:29:59Z")).isEmpty();
    assertThat(until("2026-03-03T12:00:00Z")).containsExactly("2026-03-02T01:30:00Z", "2026-03-03T01:30:00Z");
  }

  @Test void slots_of_a_downtime_in_which_the_data_changed_are_those_of_the_new_rules() {
    start(2);
    until("2026-03-02T00:30:00Z");
    restart(3);
    at("2026-03-05T12:00:00Z");
    tell(new TimersDue());
    assertThat(facts).filteredOn(SlotsNotRun.class::isInstance)
        .singleElement()
        .isEqualTo(new SlotsNotRun(DAG, "default", time("2026-03-02T23:30:00Z"), time("2026-03-03T23:30:00Z"), 2,
            SlotOutcome.MISSED, SlotReason.DOWNTIME));
    assertThat(ran()).containsExactly("2026-03-04T23:30:00Z");
  }

  private void start(int hours) {
    RULES.now = ZoneRules.of(ZoneOffset.ofHours(hours));
    at("2026-03-01T12:00:00Z");
    tell(new ActivateVersion(DAG, "dag", 1, List.of(), new OverlapNode(OverlapPolicy.ALLOW, 100),
        List.of(ScheduleNode.cron("30 2 * * *", ZONE))));
  }

  /// The state is recovered by a process that has other zone data.
  private void restart(int hours) {
    RULES.now = ZoneRules.of(ZoneOffset.ofHours(hours));
    state = Snapshots.recover(state);
  }

  /// Slots that run up to a time, looked at each half hour.
  private List<String> until(String time) {
    List<String> all = new ArrayList<>();
    long end = time(time);
    while (now < end) {
      now = Math.min(end, now - Math.floorMod(now, 1_800_000L) + 1_800_000);
      tell(new TimersDue());
      all.addAll(ran());
    }
    return all;
  }

  private List<String> ran() {
    return facts.stream()
        .filter(RunCreated.class::isInstance)
        .map(fact -> ((Trigger.Slot) ((RunCreated) fact).trigger()).slot().time())
        .map(slot -> Instant.ofEpochMilli(slot).toString())
        .toList();
  }

  private void tell(Input input) {
    Turn turn = new Turn(state, now, Capacity.NONE, 1);
    Engine.decide(input, turn);
    facts = List.copyOf(turn.facts());
  }

  private void at(String time) {
    now = time(time);
  }

  private static long time(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
