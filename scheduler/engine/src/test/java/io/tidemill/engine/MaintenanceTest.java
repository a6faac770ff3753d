package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.graph.CatchUpMode;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.apply.Applier;
import io.tidemill.engine.decide.MaintenancePlan;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.EndMaintenance;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.PlanMaintenance;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.PauseAccepted;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of slots that are due in a maintenance window.
class MaintenanceTest {
  private static final CatchUpNode ALL = new CatchUpNode(CatchUpMode.ALL, Duration.ofHours(12).toMillis(), 100);

  private final TestPartition partition = TestPartition.empty(dag(task("a")));
  private int version;
  private List<String> tags = List.of("nightly");

  MaintenanceTest() {
    partition.now = time("10:30");
  }

  @Test void slots_wait_for_the_end_and_then_follow_the_catch_up_rule() {
    activate(hourly(CatchUpNode.LATEST));
    plan("all", 0, "", "11:30", "14:00");
    assertThat(at("11:00")).containsExactly("run 11:00");
    assertThat(at("11:30")).isEmpty();
    assertThat(at("12:00")).isEmpty();
    assertThat(at("13:30")).isEmpty();
    assertRecovers();
    assertThat(at("14:00")).as("the slot at the end is not in it")
        .containsExactly("ended all", "MISSED 12:00..12:00 1 MAINTENANCE", "run 13:00", "run 14:00");
    assertRecovers();
    assertThat(at("15:00")).containsExactly("run 15:00");
  }

  @Test void the_rule_of_a_pause_does_not_count_and_catch_up_of_all_runs_each() {
    activate(hourly(ALL));
    plan("all", 0, "", "11:00", "13:00");
    assertThat(at("11:00")).as("the slot at its begin is in it").isEmpty();
    assertThat(at("13:10")).containsExactly("ended all", "run 11:00", "run 12:00", "run 13:00");
  }

  @Test void without_catch_up_each_slot_of_it_is_missed() {
    activate(hourly(CatchUpNode.NONE));
    plan("all", 0, "", "11:59", "12:00:30");
    at("11:00");
    at("11:59");
    assertThat(at("12:00:30")).containsExactly("ended all", "MISSED 12:00..12:00 1 MAINTENANCE");
  }

  @Test void a_window_that_passed_while_no_scheduler_ran_counts_all_the_same() {
    activate(hourly(CatchUpNode.LATEST));
    plan("all", 0, "", "12:30", "14:30");
    assertThat(at("15:10")).containsExactly("ended all", "MISSED 11:00..11:00 1 DOWNTIME", "run 12:00",
        "MISSED 13:00..13:00 1 MAINTENANCE", "run 14:00", "run 15:00");
  }

  @Test void it_is_about_one_dag_the_dags_with_a_tag_or_all() {
    activate(hourly(CatchUpNode.LATEST));
    plan("another dag", DAG + 1, "", "10:40", "20:00");
    plan("another tag", 0, "weekly", "10:40", "20:00");
    assertThat(at("11:00")).containsExactly("run 11:00");
    plan("tag", 0, "nightly", "11:40", "12:10");
    plan("dag", DAG, "", "12:00", "13:10");
    assertThat(at("12:00")).isEmpty();
    assertThat(at("12:20")).containsExactly("ended tag");
    assertThat(at("13:10")).as("windows that overlap are one")
        .containsExactly("ended dag",
            "MISSED 12:00..12:00 1 MAINTENANCE", "run 13:00");
  }

  @Test void a_pause_wins_over_maintenance_and_outlives_it() {
    activate(hourly(CatchUpNode.LATEST));
    plan("all", 0, "", "10:40", "12:30");
    at("11:10");
    partition.tell(new PauseSchedules(DAG, "me"));
    assertThat(at("13:10")).containsExactly("ended all");
    ResumePlanned planned = (ResumePlanned) partition.tell(new ResumeSchedules(DAG, "me", true)).reply();
    assertThat(planned.paused()).isFalse();
    assertThat(at("13:10")).containsExactly("run 11:00", "MISSED 12:00..13:00 2 PAUSED");
  }

  @Test void a_resume_in_maintenance_says_that_nothing_runs_yet() {
    activate(hourly(CatchUpNode.LATEST));
    partition.tell(new PauseSchedules(DAG, "me"));
    plan("all", 0, "", "10:40", "12:30");
    at("11:10");
    ResumePlanned planned = (ResumePlanned) partition.tell(new ResumeSchedules(DAG, "me", true)).reply();
    assertThat(planned.paused()).isTrue();
    assertThat(planned.slots()).isEmpty();
    assertThat(at("11:20")).isEmpty();
    assertThat(at("12:30")).containsExactly("ended all", "MISSED 11:00..11:00 1 PAUSED", "run 12:00");
  }

  @Test void one_that_is_ended_early_lets_slots_go_and_one_that_is_called_off_never_was() {
    activate(hourly(CatchUpNode.LATEST));
    plan("soon", 0, "", "10:40", "20:00");
    plan("later", 0, "", "12:30", "20:00");
    assertThat(at("11:10")).isEmpty();
    assertThat(tell(new EndMaintenance("soon", "me"))).contains("ended soon");
    assertThat(at("11:10")).containsExactly("run 11:00");
    assertThat(tell(new EndMaintenance("later", "me"))).contains("ended later");
    assertThat(partition.tell(new EndMaintenance("later", "me")).reply()).isEqualTo(new PauseAccepted(false));
    assertThat(partition.tell(new EndMaintenance("never", "me")).reply()).isEqualTo(new PauseAccepted(false));
    assertThat(at("13:00")).containsExactly("MISSED 12:00..12:00 1 DOWNTIME", "run 13:00");
    assertRecovers();
  }

  @Test void one_that_is_set_again_stays_and_one_that_is_over_is_refused_and_forgotten() {
    activate(hourly(CatchUpNode.LATEST));
    plan("all", 0, "", "10:40", "11:30");
    at("10:50");
    MaintenanceWindow again = window("all", 0, "", "10:40", "11:30");
    assertThat(partition.tell(new PlanMaintenance(again)).reply()).isEqualTo(new PauseAccepted(false));
    at("11:30");
    at("11:30");
    assertThat(partition.tell(new PlanMaintenance(again)).reply()).isEqualTo(new PauseAccepted(false));
    plan("other", 0, "", "12:40", "13:30");
    assertThat(partition.state.maintenance()).containsOnlyKeys("other");
  }

  @Test void runs_by_hand_go_on_and_slots_that_wait_go_on_waiting() {
    activate(hourly(CatchUpNode.LATEST), OverlapNode.DEFAULT);
    at("11:00");
    assertThat(at("12:00")).containsExactly("queued 12:00");
    plan("all", 0, "", "12:10", "13:30");
    at("12:10");
    partition.number = 1;
    partition.succeed("a");
    assertThat(at("12:20")).isEmpty();
    partition.tell(new CreateRun(DAG, version, null, Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""),
        new Trigger.Manual("me")));
    assertThat(partition.state.dag(DAG).lastRun()).isEqualTo(2);
    assertThat(at("13:30")).containsExactly("ended all", "run 12:00", "queued 13:00");
  }

  @Test void a_dag_that_gains_the_tag_is_in_maintenance_from_then_on_and_one_that_loses_it_was() {
    tags = List.of();
    activate(hourly(CatchUpNode.LATEST));
    plan("tag", 0, "nightly", "10:40", "20:00");
    assertThat(at("11:00")).containsExactly("run 11:00");
    tags = List.of("nightly");
    activate(hourly(CatchUpNode.LATEST));
    assertThat(at("12:00")).isEmpty();
    assertThat(at("13:00")).isEmpty();
    tags = List.of();
    partition.now = time("13:30");
    activate(hourly(CatchUpNode.LATEST));
    assertRecovers();
    assertThat(at("14:00")).containsExactly("MISSED 12:00..12:00 1 MAINTENANCE", "run 13:00", "run 14:00");
  }

  @Test void what_a_dag_keeps_of_a_lost_tag_is_said_and_not_read_off_what_the_partition_knows_by_then() {
    activate(hourly(CatchUpNode.LATEST));
    plan("tag", 0, "nightly", "10:40", "20:00");
    tell(new PausePartition("nightly", "me"));
    partition.now = time("10:50");
    tell(new ResumePartition("nightly", "me"));
    at("12:10");
    tags = List.of();
    activate(hourly(CatchUpNode.LATEST));
    List<Fact> facts = partition.last().facts();

    // An owner that reads the DAG's facts later than those of the partition: there the pause and the window are over and forgotten.
    TestPartition later = TestPartition.empty(dag(task("a")));
    later.tell(new ActivateVersion(DAG, "dag", 1, List.of("nightly"), OverlapNode.DEFAULT, List.of()));
    facts.forEach(fact -> Applier.apply(later.state, fact, partition.now));

    assertThat(later.state.restsOf(later.state.dag(DAG), partition.now))
        .isEqualTo(partition.state.restsOf(partition.state.dag(DAG), partition.now))
        .hasSize(2);
    assertThat(facts).filteredOn(MaintenancePlanned.class::isInstance).as("the window is the partition's").hasSize(1);
  }

  @Test void an_edited_schedule_keeps_the_rule_of_maintenance_and_its_runs_wait_for_the_end() {
    activate(hourly(CatchUpNode.LATEST));
    plan("all", 0, "", "10:40", "14:10");
    at("12:30");
    assertThat(activate(hourly(CatchUpNode.NONE))).containsExactly("MISSED 11:00..11:00 1 MAINTENANCE", "queued 12:00");
    assertThat(at("12:40")).isEmpty();
    assertThat(at("14:10")).containsExactly("ended all", "run 12:00", "MISSED 13:00..14:00 2 MAINTENANCE");
  }

  @Test void a_pause_of_all_that_ends_in_maintenance_runs_nothing() {
    activate(hourly(CatchUpNode.LATEST));
    plan("all", 0, "", "10:40", "12:30");
    tell(new PausePartition("", "me"));
    partition.now = time("11:10");
    tell(new ResumePartition("", "me"));
    assertThat(at("11:10")).isEmpty();
  }

  @Test void the_plan_of_a_window_is_what_happens() {
    ScheduleNode hourly = hourly(new CatchUpNode(CatchUpMode.ALL, Duration.ofHours(12).toMillis(), 2));
    assertThat(MaintenancePlan.of("dag", hourly, time("11:00"), time("15:00")))
        .extracting(each -> each.outcome() + " " + clock(each.first()) + ".." + clock(each.last()) + " "
            + each.count() + " " + each.reason())
        .containsExactly("MISSED 11:00..12:00 2 MAINTENANCE", "RUN 13:00..13:00 1 null", "RUN 14:00..14:00 1 null");
    activate(hourly);
    plan("all", 0, "", "11:00", "15:00");
    assertThat(at("15:00")).containsExactly("ended all", "MISSED 11:00..12:00 2 MAINTENANCE", "run 13:00", "run 14:00",
        "run 15:00");
    assertThat(MaintenancePlan.of("dag", hourly, time("11:01"), time("11:59"))).isEmpty();
    assertThat(MaintenancePlan.of("dag", List.of(hourly), time("11:00"), time("15:00")).totals()).hasSize(2);
  }

  private void plan(String id, int dag, String tag, String from, String until) {
    assertThat(tell(new PlanMaintenance(window(id, dag, tag, from, until)))).contains("planned " + id);
  }

  private static MaintenanceWindow window(String id, int dag, String tag, String from, String until) {
    return new MaintenanceWindow(id, dag, tag, time(from), time(until), "upgrade", "me");
  }

  private List<String> activate(ScheduleNode schedule) {
    return activate(schedule, new OverlapNode(OverlapPolicy.ALLOW, 1_000));
  }

  private List<String> activate(ScheduleNode schedule, OverlapNode overlap) {
    version++;
    return tell(new ActivateVersion(DAG, "dag", version, tags, overlap, List.of(schedule)));
  }

  private void assertRecovers() {
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  /// Everything that is due then, in as many turns as that takes.
  private List<String> at(String time) {
    partition.now = time(time);
    List<String> all = new ArrayList<>();
    do {
      all.addAll(tell(new TimersDue()));
    } while (!partition.last().facts().isEmpty());
    return all;
  }

  private List<String> tell(Input input) {
    List<String> text = new ArrayList<>();
    for (Fact fact : partition.tell(input).facts()) {
      switch (fact) {
        case RunCreated created when created.trigger() instanceof Trigger.Slot slot ->
          text.add("run " + clock(slot.slot().time()));
        case SlotQueued queued -> text.add("queued " + clock(queued.slot().time()));
        case SlotsNotRun f -> text.add(f.outcome() + " " + clock(f.first()) + ".." + clock(f.last()) + " " + f.count()
            + " " + f.reason());
        case MaintenancePlanned f -> text.add("planned " + f.window().id());
        case MaintenanceEnded f -> text.add("ended " + f.window());
        default -> {
          // Not about slots.
        }
      }
    }
    return text;
  }

  private static String clock(long time) {
    return Instant.ofEpochMilli(time).toString().substring(11).replace(":00Z", "");
  }

  private static long time(String clock) {
    return Instant.parse("2026-03-02T" + (clock.length() == 5 ? clock + ":00" : clock) + "Z").toEpochMilli();
  }

  private static ScheduleNode hourly(CatchUpNode catchUp) {
    return new ScheduleNode("default", ScheduleKind.CRON, "0 * * * *", "UTC", DaylightPolicy.SHIFT, "", "", "", 0,
        false,
        catchUp, CatchUpNode.NONE, null, List.of(), "");
  }
}
