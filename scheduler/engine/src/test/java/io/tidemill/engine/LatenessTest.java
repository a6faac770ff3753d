package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.LatenessNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.QuietNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.input.TimersDue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Slots of which their schedule expects more by now, with a run or without.
class LatenessTest {
  private static final OverlapNode ANY = new OverlapNode(OverlapPolicy.ALLOW, 1_000);

  private final TestPartition partition = TestPartition.empty(dag(task("a")));
  private int version;

  LatenessTest() {
    partition.now = time("10:30");
  }

  @Test void a_slot_in_time_is_not_late_and_costs_no_fact() {
    activate(ANY, hourly(10, 30));
    assertThat(due("11:00")).isEmpty();
    partition.now = time("11:05");
    succeed(1);
    assertThat(due("11:59")).isEmpty();
    assertThat(partition.state.timers()).as("the next that may be late")
        .first()
        .matches(timer -> timer.at() == time("12:10"));
  }

  @Test void a_run_that_no_agent_takes_is_not_started_by_its_time() {
    partition.free = 0;
    activate(ANY, hourly(10, 30));
    due("11:00");
    assertThat(due("11:09:59")).isEmpty();
    assertThat(due("11:10")).containsExactly("NOT_STARTED 11:00..11:00 1 NO_AGENT run 1");
    assertThat(due("11:10")).isEmpty();
    assertThat(due("11:30")).containsExactly("NOT_FINISHED 11:00..11:00 1 NO_AGENT run 1");
  }

  @Test void a_run_that_goes_on_is_late_once_and_goes_on() {
    activate(ANY, hourly(10, 30));
    due("11:00");
    assertThat(due("11:30")).containsExactly("NOT_FINISHED 11:00..11:00 1 ACTIVE run 1");
    partition.now = time("11:40");
    succeed(1);
    assertThat(due("11:59")).isEmpty();
    assertThat(partition.state.run(DAG, 1)).satisfies(run -> assertThat(run.outcome()).isNotNull());
  }

  @Test void a_run_that_failed_is_finished() {
    activate(ANY, hourly(0, 30));
    due("11:00");
    partition.number = 1;
    partition.fail("a");
    assertThat(due("11:59")).isEmpty();
  }

  @Test void a_slot_is_late_while_its_dag_is_paused_and_has_no_run() {
    activate(ANY, hourly(10, 30));
    partition.tell(new CommandReceived("pause", new PauseSchedules(DAG, "me")));
    assertThat(due("11:10")).containsExactly("NOT_STARTED 11:00..11:00 1 PAUSED");
    assertThat(due("13:20")).containsExactly("NOT_STARTED 12:00..13:00 2 PAUSED", "NOT_FINISHED 11:00..12:00 2 PAUSED");
  }

  @Test void a_slot_that_was_missed_is_late_once_its_time_is_over() {
    activate(ANY, hourly(0, 180));
    partition.tell(new CommandReceived("pause", new PauseSchedules(DAG, "me")));
    partition.now = time("12:30");
    partition.tell(new CommandReceived("resume", new ResumeSchedules(DAG, "me", true)));
    assertThat(due()).isEmpty();
    assertThat(due("14:00")).as("and the one at 13:00 ran late, by downtime")
        .contains("NOT_FINISHED 11:00..11:00 1 MISSED");
  }

  @Test void after_a_downtime_what_was_late_meanwhile_is_told_at_once() {
    activate(ANY, hourly(10, 0));
    assertThat(due("15:20")).containsExactly("NOT_STARTED 11:00..14:00 4 MISSED",
        "NOT_STARTED 15:00..15:00 1 NO_AGENT run 1");
  }

  @Test void a_slot_that_waits_for_the_runs_before_it_is_late_too() {
    activate(OverlapNode.DEFAULT, hourly(10, 0));
    due("11:00");
    due("12:00");
    assertThat(due("12:10")).containsExactly("NOT_STARTED 12:00..12:00 1 WAITING");
  }

  @Test void a_slot_that_is_skipped_on_purpose_is_never_late() {
    activate(new OverlapNode(OverlapPolicy.SKIP, 0), node("0 * * * *", new LatenessNode(600_000, 0),
        List.of(new QuietNode("12:30", "13:30", List.of()))));
    due("11:00");
    assertThat(due("12:10")).as("a run was active").isEmpty();
    assertThat(due("13:10")).as("in a quiet window").isEmpty();
    assertThat(due("14:30")).isEmpty();
  }

  @Test void what_was_before_the_deployment_or_an_edit_is_not_late() {
    activate(ANY, hourly(10, 0));
    partition.free = 0;
    due("11:00");
    partition.now = time("11:05");
    activate(ANY, hourly(20, 0));
    assertThat(due("11:59")).isEmpty();
    due("12:00");
    assertThat(due("12:20")).containsExactly("NOT_STARTED 12:00..12:00 1 NO_AGENT run 2");
  }

  @Test void a_deployment_that_leaves_the_schedule_as_it_is_keeps_what_is_expected() {
    activate(ANY, hourly(0, 30));
    due("11:00");
    partition.now = time("11:05");
    activate(ANY, hourly(0, 30));
    assertThat(due("11:30")).containsExactly("NOT_FINISHED 11:00..11:00 1 ACTIVE run 1");
  }

  @Test void runs_that_end_in_another_order_are_each_in_time() {
    activate(ANY, hourly(0, 150));
    due("11:00");
    due("12:00");
    partition.now = time("12:10");
    succeed(2);
    assertThat(due("13:00")).isEmpty();
    assertThat(due("13:30")).containsExactly("NOT_FINISHED 11:00..11:00 1 ACTIVE run 1");
    partition.now = time("13:40");
    succeed(3);
    assertThat(due("13:59")).isEmpty();
  }

  @Test void a_recovered_partition_expects_the_same() {
    activate(ANY, hourly(10, 150));
    due("11:00");
    due("12:00");
    partition.now = time("12:10");
    succeed(2);
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  @Test void thousands_of_late_slots_are_told_in_bounded_turns() {
    activate(ANY, new ScheduleNode("default", ScheduleKind.INTERVAL, "PT1S", "UTC", DaylightPolicy.SHIFT,
        "1970-01-01T00:00:00Z", "", "", 0, false, CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(),
        List.of(), new LatenessNode(1_000, 0), ""));
    partition.tell(new CommandReceived("pause", new PauseSchedules(DAG, "me")));
    partition.now += Duration.ofDays(1).toMillis();
    long late = 0;
    for (int turn = 0; turn < 20; turn++) {
      for (Fact fact : partition.tell(new TimersDue()).facts()) {
        assertThat(((SlotsLate) fact).count()).isLessThanOrEqualTo(10_000);
        late += ((SlotsLate) fact).count();
      }
    }
    assertThat(late).isEqualTo(86_400 - 1);
  }

  private void activate(OverlapNode overlap, ScheduleNode... schedules) {
    version++;
    partition.tell(new ActivateVersion(DAG, "dag", version, List.of(), overlap, List.of(schedules)));
  }

  private void succeed(long run) {
    partition.number = run;
    partition.succeed("a");
  }

  private List<String> due(String time) {
    partition.now = time(time);
    return due();
  }

  /// What is late by the facts of the timers.
  private List<String> due() {
    List<String> text = new ArrayList<>();
    for (Fact fact : partition.tell(new TimersDue()).facts()) {
      if (fact instanceof SlotsLate f) {
        text.add(f.kind() + " " + clock(f.first()) + ".." + clock(f.last()) + " " + f.count() + " " + f.cause()
            + (f.run() == 0 ? "" : " run " + f.run()));
      }
    }
    return text;
  }

  private static String clock(long time) {
    return Instant.ofEpochMilli(time).toString().substring(11, 16);
  }

  private static long time(String clock) {
    return Instant.parse("2026-03-02T" + (clock.length() == 5 ? clock + ":00" : clock) + "Z").toEpochMilli();
  }

  private static ScheduleNode hourly(int startMinutes, int finishMinutes) {
    return node("0 * * * *", new LatenessNode(startMinutes * 60_000L, finishMinutes * 60_000L), List.of());
  }

  private static ScheduleNode node(String cron, LatenessNode lateness, List<QuietNode> quiet) {
    return new ScheduleNode("default", ScheduleKind.CRON, cron, "UTC", DaylightPolicy.SHIFT, "", "", "", 0, false,
        CatchUpNode.LATEST, CatchUpNode.NONE, null, quiet, List.of(), lateness, "");
  }
}
