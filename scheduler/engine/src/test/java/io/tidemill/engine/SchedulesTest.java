package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.SlotResult;
import io.tidemill.dsl.graph.CatchUpMode;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.QuietNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.decide.ResumePlan;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.SlotQueued;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.PauseAccepted;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.engine.state.SlotHistory;
import io.tidemill.engine.state.SlotHistory.Past;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What becomes of slots that are due: by catch-up, overlap, pause, and what is deployed.
class SchedulesTest {
  private static final CatchUpNode ALL = new CatchUpNode(CatchUpMode.ALL, Duration.ofHours(3).toMillis(), 100);
  private static final OverlapNode ANY = overlap(OverlapPolicy.ALLOW, 1_000);

  private final TestPartition partition = TestPartition.empty(dag(task("a")));
  private int version;
  private int commands;
  private List<String> tags = List.of("nightly");

  SchedulesTest() {
    at("10:30");
  }

  @Test void a_slot_gets_a_run_when_it_is_due_and_not_before() {
    activate(ANY, hourly());
    assertThat(due("10:59:59.999")).isEmpty();
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("11:00")).isEmpty();
    assertThat(slot(1)).isEqualTo(new SlotRef("default", time("11:00"), time("10:00"), time("11:00")));
  }

  @Test void after_downtime_the_newest_slot_runs_and_the_others_are_missed_in_one_fact() {
    activate(ANY, hourly());
    assertThat(due("15:20")).containsExactly("MISSED 11:00..14:00 4 DOWNTIME", "run 15:00");
  }

  @Test void without_catch_up_a_slot_that_is_late_by_more_than_a_minute_is_missed() {
    activate(ANY, hourly(CatchUpNode.NONE, CatchUpNode.NONE));
    assertThat(due("11:00:59")).containsExactly("run 11:00");
    assertThat(due("12:01:01")).containsExactly("MISSED 12:00..12:00 1 DOWNTIME");
    assertThat(due("14:00:10")).containsExactly("MISSED 13:00..13:00 1 DOWNTIME", "run 14:00");
  }

  @Test void catch_up_of_all_runs_what_lies_in_the_window_up_to_its_number() {
    activate(ANY, hourly(ALL, CatchUpNode.NONE));
    assertThat(due("16:20")).containsExactly("MISSED 11:00..13:00 3 DOWNTIME", "run 14:00", "run 15:00", "run 16:00");
    activate(ANY, hourly(new CatchUpNode(CatchUpMode.ALL, ALL.windowMillis(), 2), CatchUpNode.NONE));
    assertThat(due("19:20")).containsExactly("MISSED 17:00..17:00 1 DOWNTIME", "run 18:00", "run 19:00");
  }

  @Test void thousands_of_slots_to_catch_up_are_decided_in_bounded_turns_each_once() {
    CatchUpNode week = new CatchUpNode(CatchUpMode.ALL, Duration.ofDays(7).toMillis(), 5_000);
    activate(overlap(OverlapPolicy.ALLOW, 10_000), interval("PT60S", week, CatchUpNode.NONE));
    partition.free = 0;
    partition.now += Duration.ofDays(4).toMillis();
    List<String> all = new ArrayList<>();
    for (List<String> some = due(); !some.isEmpty(); some = due()) {
      assertThat(partition.last().facts().size()).isLessThan(1_100);
      all.addAll(some);
    }
    assertThat(all).hasSize(1 + 5_000).doesNotHaveDuplicates();
    assertThat(all.getFirst()).startsWith("MISSED ").contains(" 760 DOWNTIME");
  }

  @Test void the_clock_of_a_turn_never_goes_back_so_no_slot_fires_twice() {
    activate(ANY, hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("09:59")).isEmpty();
    assertThat(due("11:30")).isEmpty();
    assertThat(due("12:00")).containsExactly("run 12:00");
  }

  @Test void slots_in_a_quiet_window_are_skipped_with_that_reason() {
    ScheduleNode quiet = node("default", ScheduleKind.CRON, "0 * * * *", "", CatchUpNode.LATEST, CatchUpNode.NONE,
        List.of(new QuietNode("11:30", "13:30", List.of())));
    activate(ANY, quiet);
    assertThat(due("14:00")).containsExactly("MISSED 11:00..11:00 1 DOWNTIME", "SKIPPED 12:00..13:00 2 QUIET",
        "run 14:00");
  }

  @Test void the_newest_slot_waits_and_the_older_one_gives_way() {
    activate(OverlapNode.DEFAULT, hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("12:00")).containsExactly("queued 12:00");
    assertThat(due("13:00")).containsExactly("SKIPPED 12:00..12:00 1 SUPERSEDED", "queued 13:00");
    succeed(1);
    assertThat(due("13:10")).containsExactly("run 13:00");
    assertThat(due("13:10")).isEmpty();
  }

  @Test void a_queue_takes_slots_up_to_its_number() {
    activate(overlap(OverlapPolicy.QUEUE, 2), hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("12:00")).containsExactly("queued 12:00");
    assertThat(due("13:00")).containsExactly("queued 13:00");
    assertThat(due("14:00")).containsExactly("SKIPPED 14:00..14:00 1 QUEUE_FULL");
    succeed(1);
    assertThat(due("14:10")).containsExactly("run 12:00");
    succeed(2);
    assertThat(due("14:20")).containsExactly("run 13:00");
  }

  @Test void several_runs_go_side_by_side_and_the_slot_beyond_them_waits() {
    activate(overlap(OverlapPolicy.ALLOW, 2), hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("12:00")).containsExactly("run 12:00");
    assertThat(due("13:00")).containsExactly("queued 13:00");
    succeed(2);
    assertThat(due("13:01")).containsExactly("run 13:00");
  }

  @Test void a_slot_is_skipped_while_a_run_is_active() {
    activate(overlap(OverlapPolicy.SKIP, 0), hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("12:00")).containsExactly("SKIPPED 12:00..12:00 1 OVERLAP");
    succeed(1);
    assertThat(due("13:00")).containsExactly("run 13:00");
  }

  @Test void the_old_run_is_cancelled_and_the_new_slot_runs_once_it_has_ended() {
    activate(overlap(OverlapPolicy.CANCEL_OLD, 0), hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("12:00")).containsExactly("CancelRequested", "AttemptStopRequested", "queued 12:00");
    partition.number = 1;
    partition.fail("a", TestPartition.failure(Failure.Kind.CANCELLED));
    assertThat(due("12:01")).containsExactly("run 12:00");
  }

  @Test void strictly_one_slot_after_the_other_and_only_after_a_success() {
    activate(overlap(OverlapPolicy.STRICT_SEQUENTIAL, 0), hourly());
    due("11:00");
    assertThat(due("12:00")).containsExactly("queued 12:00");
    assertThat(due("13:00")).containsExactly("queued 13:00");
    partition.number = 1;
    partition.fail("a", TestPartition.permanent());
    assertThat(due("13:10")).as("the run before failed").isEmpty();
    partition.rerun();
    succeed(1);
    assertThat(due("13:20")).containsExactly("run 12:00");
    succeed(2);
    assertThat(due("13:30")).containsExactly("run 13:00");
  }

  @Test void an_old_failure_behind_which_a_slot_succeeded_holds_up_nothing_once_slots_go_strictly_one_after_the_other() {
    activate(ANY, hourly());
    due("11:00");
    partition.number = 1;
    partition.fail("a", TestPartition.permanent());
    due("12:00");
    succeed(2);
    activate(overlap(OverlapPolicy.STRICT_SEQUENTIAL, 0), hourly());
    assertThat(due("13:00")).containsExactly("run 13:00");
  }

  @Test void a_turn_looks_at_no_more_slots_than_it_may_and_the_next_ones_go_on() {
    activate(ANY, node("default", ScheduleKind.INTERVAL, "PT1S", "2025-12-01T00:00:00Z", CatchUpNode.NONE,
        CatchUpNode.NONE, List.of()));
    List<Integer> looked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      looked.add(partition.tell(new TimersDue())
          .facts()
          .stream()
          .mapToInt(fact -> fact instanceof SlotsNotRun f ? f.count() : 0)
          .sum());
    }
    assertThat(looked).containsExactly(10_000, 10_000, 10_000);
  }

  @Test void the_turn_that_removes_a_dag_starts_no_run_of_a_slot_that_is_due() {
    activate(ANY, hourly());
    at("11:00");
    assertThat(text(partition.tell(new ActivateVersion(DAG, "dag", 0, List.of(), ANY, List.of()))))
        .noneMatch(fact -> fact.startsWith("run "));
    assertThat(partition.state.dag(DAG).runs()).isEmpty();
  }

  @Test void runs_by_hand_are_counted_apart() {
    partition.create(null);
    activate(overlap(OverlapPolicy.SKIP, 0), hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
  }

  @Test void a_schedule_begins_when_it_is_deployed() {
    activate(ANY, hourly());
    assertThat(due("10:45")).isEmpty();
    assertThat(due("11:00")).containsExactly("run 11:00");
  }

  @Test void slots_since_a_start_in_the_past_are_recorded_as_before_the_deployment() {
    activate(ANY, node("default", ScheduleKind.CRON, "0 * * * *", "2026-03-02T07:00:00Z", CatchUpNode.LATEST,
        CatchUpNode.NONE, List.of()));
    assertThat(due("10:30")).containsExactly("MISSED 07:00..10:00 4 BEFORE_DEPLOYMENT");
    assertThat(due("11:00")).containsExactly("run 11:00");
  }

  @Test void slots_since_a_start_in_the_past_run_where_the_schedule_says_so() {
    activate(ANY, node("default", ScheduleKind.CRON, "0 * * * *", "2026-03-02T07:00:00Z", CatchUpNode.LATEST, ALL,
        List.of()));
    assertThat(due("10:30")).containsExactly("MISSED 07:00..07:00 1 BEFORE_DEPLOYMENT", "run 08:00", "run 09:00",
        "run 10:00");
  }

  @Test void an_unchanged_schedule_goes_on_over_a_deployment() {
    activate(ANY, hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    at("12:00");
    assertThat(activate(ANY, hourly())).as("what is due at the deployment").contains("run 12:00");
    assertThat(due("12:30")).isEmpty();
    assertThat(due("13:00")).containsExactly("run 13:00");
    assertThat(partition.state.run(DAG, 3).compiled().version()).isEqualTo(1);
  }

  @Test void slots_up_to_a_deployment_belong_to_the_old_schedule_and_later_ones_to_the_new() {
    activate(ANY, hourly());
    at("12:10");
    assertThat(activate(ANY, cron("*/20 * * * *"))).containsSubsequence("MISSED 11:00..11:00 1 DOWNTIME", "run 12:00");
    assertThat(due("12:20")).containsExactly("run 12:20");
    at("12:50");
    assertThat(activate(ANY, hourly())).as("rolled back").contains("run 12:40");
    assertThat(due("13:00")).containsExactly("run 13:00");
  }

  @Test void a_removed_schedule_that_comes_back_does_not_decide_its_slots_again() {
    ScheduleNode since = node("default", ScheduleKind.CRON, "0 * * * *", "2026-03-02T10:00:00Z", CatchUpNode.LATEST,
        CatchUpNode.NONE, List.of());
    activate(ANY, since);
    assertThat(due("11:00")).containsExactly("MISSED 10:00..10:00 1 BEFORE_DEPLOYMENT", "run 11:00");
    activate(ANY);
    assertThat(due("13:30")).isEmpty();
    activate(ANY, since);
    assertThat(due("13:30")).containsExactly("MISSED 12:00..13:00 2 BEFORE_DEPLOYMENT");
    assertThat(due("14:00")).containsExactly("run 14:00");
  }

  @Test void a_waiting_slot_of_a_removed_schedule_is_missed() {
    activate(OverlapNode.DEFAULT, hourly());
    due("11:00");
    assertThat(due("12:00")).containsExactly("queued 12:00");
    assertThat(activate(OverlapNode.DEFAULT)).contains("MISSED 12:00..12:00 1 SCHEDULE_CHANGED");
  }

  @Test void the_same_version_told_again_changes_nothing() {
    activate(ANY, hourly());
    version--;
    assertThat(activate(ANY, hourly())).isEmpty();
  }

  @Test void a_recovered_partition_decides_as_if_nothing_had_happened() {
    activate(OverlapNode.DEFAULT, hourly(), node("other", ScheduleKind.CRON, "30 * * * *", "", CatchUpNode.LATEST,
        CatchUpNode.NONE, List.of()));
    due("11:00");
    due("11:30");
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  @Test void no_slot_runs_in_a_pause_and_those_of_it_are_missed_when_it_ends() {
    activate(ANY, hourly());
    assertThat(due("11:00")).containsExactly("run 11:00");
    at("11:30");
    assertThat(command(new PauseSchedules(DAG, "me")).reply()).isEqualTo(new PauseAccepted(true));
    assertThat(due("13:10")).isEmpty();
    assertThat(resume(false)).containsExactly("12:00..13:00 2 MISSED PAUSED");
    assertThat(due("13:10")).as("only shown").isEmpty();
    assertThat(resume(true)).containsExactly("12:00..13:00 2 MISSED PAUSED");
    assertThat(due("13:10")).containsExactly("MISSED 12:00..13:00 2 PAUSED");
    assertThat(due("14:00")).containsExactly("run 14:00");
  }

  @Test void the_plan_of_a_resume_is_what_happens() {
    activate(ANY, hourly(CatchUpNode.LATEST, new CatchUpNode(CatchUpMode.ALL, ALL.windowMillis(), 2)));
    at("10:40");
    command(new PauseSchedules(DAG, "me"));
    at("13:10");
    assertThat(resume(true)).containsExactly("11:00..11:00 1 MISSED PAUSED", "12:00..12:00 1 RUN null",
        "13:00..13:00 1 RUN null");
    assertThat(due()).containsExactly("MISSED 11:00..11:00 1 PAUSED", "run 12:00", "run 13:00");
  }

  @Test void a_slot_that_was_due_before_the_pause_is_caught_up_as_after_downtime() {
    activate(ANY, hourly());
    at("12:30");
    command(new PauseSchedules(DAG, "me"));
    at("13:10");
    resume(true);
    assertThat(due()).containsExactly("MISSED 11:00..11:00 1 DOWNTIME", "run 12:00", "MISSED 13:00..13:00 1 PAUSED");
  }

  @Test void a_pause_of_all_and_of_a_tag_keep_the_pause_of_one_dag() {
    activate(ANY, hourly());
    partition.tell(new PausePartition("", "me"));
    partition.tell(new PausePartition("nightly", "me"));
    partition.tell(new PausePartition("another tag", "me"));
    command(new PauseSchedules(DAG, "me"));
    at("11:10");
    partition.tell(new ResumePartition("", "me"));
    assertThat(due()).isEmpty();
    partition.tell(new ResumePartition("nightly", "me"));
    assertThat(due()).isEmpty();
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
    resume(true);
    assertThat(due()).containsExactly("MISSED 11:00..11:00 1 PAUSED");
    assertThat(partition.state.pause("another tag").since()).isPositive();
  }

  @Test void a_pause_of_a_group_that_is_sent_again_does_not_undo_a_resume() {
    partition.tell(new PausePartition("nightly", "me", "one"));
    partition.tell(new ResumePartition("nightly", "you", "two"));

    assertThat(partition.tell(new PausePartition("nightly", "me", "one")).reply()).isEqualTo(new PauseAccepted(true));
    assertThat(partition.state.pause("nightly").since()).isZero();
    assertThat(partition.tell(new ResumePartition("nightly", "you", "two")).reply()).isEqualTo(new PauseAccepted(true));
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  @Test void pauses_of_groups_that_are_over_are_forgotten_once_no_slot_of_them_is_open() {
    activate(ANY, hourly());
    partition.tell(new PausePartition("nightly", "me"));
    partition.tell(new PausePartition("another tag", "me"));
    at("13:30");
    partition.tell(new ResumePartition("another tag", "me"));
    partition.tell(new ResumePartition("nightly", "me"));
    partition.tell(new PausePartition("", "me"));
    assertThat(partition.state.pauses()).containsOnlyKeys("", "nightly");
    partition.tell(new ResumePartition("", "me"));
    due();
    partition.tell(new PausePartition("nightly", "me"));
    assertThat(partition.state.pauses()).containsOnlyKeys("nightly");
  }

  @Test void two_pauses_one_right_after_the_other_are_one() {
    activate(ANY, hourly());
    command(new PauseSchedules(DAG, "me"));
    at("12:10");
    resume(true);
    command(new PauseSchedules(DAG, "me"));
    at("13:10");
    resume(true);
    assertThat(due()).containsExactly("MISSED 11:00..13:00 3 PAUSED");
  }

  @Test void the_plan_of_a_resume_says_what_overlap_does_to_its_slots() {
    CatchUpNode all = new CatchUpNode(CatchUpMode.ALL, ALL.windowMillis(), 10);
    activate(OverlapNode.DEFAULT, hourly(CatchUpNode.LATEST, all));
    at("10:40");
    command(new PauseSchedules(DAG, "me"));
    at("13:10");
    assertThat(resume(true)).containsExactly("11:00..11:00 1 RUN null", "12:00..12:00 1 SKIPPED SUPERSEDED",
        "13:00..13:00 1 QUEUED null");
    assertThat(due()).containsExactly("run 11:00", "queued 12:00", "SKIPPED 12:00..12:00 1 SUPERSEDED",
        "queued 13:00");
  }

  @Test void the_plan_of_a_resumed_group_leaves_out_what_stays_paused() {
    activate(ANY, hourly());
    partition.tell(new PausePartition("nightly", "me"));
    at("11:10");
    assertThat(ResumePlan.ofGroup(partition.state, "nightly", partition.now).get(DAG).slots()).hasSize(1);
    assertThat(ResumePlan.ofGroup(partition.state, "", partition.now)).as("nothing is paused that way").isEmpty();
    command(new PauseSchedules(DAG, "me"));
    ResumePlanned stays = ResumePlan.ofGroup(partition.state, "nightly", partition.now).get(DAG);
    assertThat(stays.paused()).isTrue();
    assertThat(stays.slots()).isEmpty();
  }

  @Test void a_dag_that_gains_a_paused_tag_is_paused_from_that_deployment_on() {
    tags = List.of();
    activate(ANY, hourly());
    partition.tell(new PausePartition("nightly", "me"));
    assertThat(due("11:00")).containsExactly("run 11:00");
    at("12:30");
    tags = List.of("nightly");
    assertThat(activate(ANY, hourly())).as("what was due before the deployment was not paused")
        .containsExactly("run 12:00");
    assertThat(due("13:10")).isEmpty();
    partition.tell(new ResumePartition("nightly", "me"));
    assertThat(due()).containsExactly("MISSED 13:00..13:00 1 PAUSED");
  }

  @Test void a_dag_that_loses_a_paused_tag_goes_on_and_what_was_due_until_then_was_due_in_a_pause() {
    activate(ANY, hourly());
    partition.tell(new PausePartition("nightly", "me"));
    assertThat(due("12:10")).isEmpty();
    at("12:30");
    tags = List.of();
    activate(ANY, hourly());
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
    assertThat(due("13:00")).containsExactly("MISSED 11:00..12:00 2 PAUSED", "run 13:00");
    assertThat(partition.state.pause("nightly").since()).as("others stay paused").isPositive();
  }

  @Test void a_run_knows_how_the_slot_before_it_ended_and_which_one_succeeded_last() {
    activate(ANY, hourly());
    due("11:00");
    assertThat(past(1)).as("the first").isEqualTo(new Past(null, SlotHistory.NEVER));
    succeed(1);
    due("12:00");
    assertThat(past(2)).isEqualTo(new Past(SlotResult.SUCCESS, time("11:00")));
    due("13:00");
    assertThat(past(3)).as("the one before still runs").isEqualTo(new Past(SlotResult.ACTIVE, time("11:00")));
    command(new PauseSchedules(DAG, "me"));
    at("14:10");
    resume(true);
    due();
    due("15:00");
    assertThat(past(4)).isEqualTo(new Past(SlotResult.MISSED, time("11:00")));
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  @Test void a_slot_that_waits_for_its_jitter_runs_when_its_schedule_is_edited() {
    ScheduleNode jittered = jittered(CatchUpNode.NONE, CatchUpNode.NONE);
    activate(ANY, jittered);
    long due = runAfter(jittered, "11:00");
    assertThat(due).as("the jitter delays it").isGreaterThan(time("11:00") + 1_000);
    partition.now = due - 500;
    assertThat(due()).isEmpty();
    assertThat(activate(ANY, hourly())).containsExactly("run 11:00");
  }

  @Test void a_pause_between_a_slot_and_its_delayed_start_is_a_pause_and_no_downtime() {
    ScheduleNode jittered = jittered(CatchUpNode.LATEST, CatchUpNode.NONE);
    activate(ANY, jittered);
    partition.now = time("11:00") + 1_000;
    command(new PauseSchedules(DAG, "me"));
    at("11:59:30");
    command(new ResumeSchedules(DAG, "me", true));
    assertThat(due()).containsExactly("MISSED 11:00..11:00 1 PAUSED");
  }

  @Test void slots_of_a_pause_follow_its_rule_when_their_schedule_is_edited_meanwhile() {
    activate(ANY, hourly());
    command(new PauseSchedules(DAG, "me"));
    at("13:30");
    assertThat(activate(ANY, cron("30 * * * *"))).containsExactly("MISSED 11:00..13:00 3 PAUSED");

    activate(ANY, hourly(CatchUpNode.LATEST, CatchUpNode.LATEST));
    at("16:10");
    assertThat(activate(ANY, cron("30 * * * *"))).containsExactly("MISSED 14:00..15:00 2 PAUSED", "queued 16:00");
    assertThat(due()).as("while it is paused").isEmpty();
    command(new ResumeSchedules(DAG, "me", true));
    assertThat(due()).containsExactly("run 16:00");
  }

  @Test void slots_in_a_quiet_window_are_skipped_when_their_schedule_goes_in_a_pause() {
    activate(ANY, node("default", ScheduleKind.CRON, "0 * * * *", "", CatchUpNode.LATEST, CatchUpNode.NONE,
        List.of(new QuietNode("11:30", "12:30", List.of()))));
    command(new PauseSchedules(DAG, "me"));
    at("13:30");
    assertThat(activate(ANY)).containsExactly("MISSED 11:00..11:00 1 SCHEDULE_CHANGED",
        "SKIPPED 12:00..12:00 1 QUIET", "MISSED 13:00..13:00 1 SCHEDULE_CHANGED");
  }

  @Test void an_edited_schedule_with_thousands_of_due_slots_is_closed_in_one_bounded_turn() {
    CatchUpNode all = new CatchUpNode(CatchUpMode.ALL, Duration.ofDays(30).toMillis(), 8_000);
    activate(ANY, interval("PT60S", CatchUpNode.LATEST, all));
    partition.free = 0;
    command(new PauseSchedules(DAG, "me"));
    partition.now += Duration.ofDays(7).toMillis();
    List<String> closed = activate(ANY, interval("PT30S", CatchUpNode.LATEST, all));
    assertThat(closed.getFirst()).startsWith("MISSED ").contains(" 2080 PAUSED");
    assertThat(closed.getLast()).startsWith("MISSED ").contains(" SCHEDULE_CHANGED");
    assertThat(partition.last().facts().size()).isLessThan(5_100);
    assertThat(partition.state.dag(DAG).waiting().size()).isGreaterThan(4_900);
    int missed = closed.stream()
        .filter(each -> each.endsWith("SCHEDULE_CHANGED"))
        .mapToInt(each -> Integer.parseInt(each.split(" ")[2]))
        .sum();
    assertThat(partition.state.dag(DAG).waiting().size() + missed).as("each slot once").isEqualTo(8_000);
    command(new ResumeSchedules(DAG, "me", true));
    due();
    assertThat(partition.last().facts().size()).as("they run in turns of their own").isLessThan(1_100);
  }

  @Test void the_answer_to_a_resume_names_the_first_slots_and_counts_all() {
    activate(ANY, node("default", ScheduleKind.CRON, "* * * * *", "", CatchUpNode.LATEST,
        new CatchUpNode(CatchUpMode.ALL, Duration.ofHours(12).toMillis(), 1_000), List.of()));
    command(new PauseSchedules(DAG, "me"));
    at("16:30");
    ResumePlanned planned = (ResumePlanned) command(new ResumeSchedules(DAG, "me", true)).reply();
    assertThat(planned.slots()).hasSize(ResumePlanned.MOST_SLOTS);
    assertThat(planned.totals()).containsExactly(new ResumePlanned.Total(SlotOutcome.RUN, null, 360));
    assertThat(planned.complete()).isTrue();
  }

  @Test void a_plan_of_a_resume_ends_where_too_many_slots_are_due() {
    activate(ANY, interval("PT1S", CatchUpNode.LATEST, CatchUpNode.NONE));
    command(new PauseSchedules(DAG, "me"));
    partition.now += Duration.ofDays(9).toMillis();
    ResumePlanned planned = (ResumePlanned) command(new ResumeSchedules(DAG, "me", false)).reply();
    assertThat(planned.complete()).isFalse();
    assertThat(planned.totals()).hasSize(1);
  }

  private static ScheduleNode jittered(CatchUpNode catchUp, CatchUpNode afterPause) {
    return new ScheduleNode("default", ScheduleKind.CRON, "0 * * * *", "UTC", DaylightPolicy.SHIFT, "", "", "",
        Duration.ofMinutes(59).toMillis(), false, catchUp, afterPause, null, List.of(), "");
  }

  private static long runAfter(ScheduleNode node, String slot) {
    return Objects.requireNonNull(SlotSequence.of("dag", node).next(Instant.ofEpochMilli(time(slot) - 1)))
        .runAfter()
        .toEpochMilli();
  }

  private Past past(long run) {
    return ((Trigger.Slot) partition.state.existing(DAG, run).trigger()).past();
  }

  private Turn command(Command command) {
    return partition.tell(new CommandReceived("command-" + ++commands, command));
  }

  private List<String> resume(boolean apply) {
    ResumePlanned planned = (ResumePlanned) command(new ResumeSchedules(DAG, "me", apply)).reply();
    return planned.slots()
        .stream()
        .map(s -> clock(s.first()) + ".." + clock(s.last()) + " " + s.count() + " " + s.outcome() + " " + s.reason())
        .toList();
  }

  private List<String> activate(OverlapNode overlap, ScheduleNode... schedules) {
    version++;
    return text(
        partition.tell(new ActivateVersion(DAG, "dag", version, tags, overlap, List.of(schedules))));
  }

  private void at(String time) {
    partition.now = time(time);
  }

  private List<String> due(String time) {
    at(time);
    return due();
  }

  private List<String> due() {
    return text(partition.tell(new TimersDue()));
  }

  private void succeed(long run) {
    partition.number = run;
    partition.succeed("a");
  }

  private SlotRef slot(long run) {
    return ((Trigger.Slot) partition.state.existing(DAG, run).trigger()).slot();
  }

  private static List<String> text(Turn turn) {
    List<String> text = new ArrayList<>();
    for (Fact fact : turn.facts()) {
      switch (fact) {
        case RunCreated created -> text.add("run " + clock(((Trigger.Slot) created.trigger()).slot().time()));
        case SlotQueued queued -> text.add("queued " + clock(queued.slot().time()));
        case SlotsNotRun f -> text.add(f.outcome() + " " + clock(f.first()) + ".." + clock(f.last()) + " " + f.count()
            + " " + f.reason());
        default -> {
          String name = fact.getClass().getSimpleName();
          if (!List.of("TaskReady", "AttemptAssigned", "VersionActivated", "SchedulesResumed").contains(name)) {
            text.add(name);
          }
        }
      }
    }
    return text;
  }

  private static String clock(long time) {
    return Instant.ofEpochMilli(time)
        .toString()
        .substring(time % 86_400_000 % 60_000 == 0 && time < time("23:59") ? 11 : 0)
        .replace(":00Z", "");
  }

  private static long time(String clock) {
    return Instant.parse("2026-03-02T" + (clock.length() == 5 ? clock + ":00" : clock) + "Z").toEpochMilli();
  }

  private static ScheduleNode hourly() {
    return cron("0 * * * *");
  }

  private static ScheduleNode hourly(CatchUpNode catchUp, CatchUpNode afterPause) {
    return node("default", ScheduleKind.CRON, "0 * * * *", "", catchUp, afterPause, List.of());
  }

  private static ScheduleNode cron(String expression) {
    return node("default", ScheduleKind.CRON, expression, "", CatchUpNode.LATEST, CatchUpNode.NONE, List.of());
  }

  private static ScheduleNode interval(String expression, CatchUpNode catchUp, CatchUpNode afterPause) {
    return node("default", ScheduleKind.INTERVAL, expression, "", catchUp, afterPause, List.of());
  }

  private static ScheduleNode node(String name, ScheduleKind kind, String expression, String start, CatchUpNode catchUp,
      CatchUpNode afterPause, List<QuietNode> quiet) {
    return new ScheduleNode(name, kind, expression, "UTC", DaylightPolicy.SHIFT,
        kind == ScheduleKind.CRON ? "" : "1970-01-01T00:00:00Z", start, "", 0, false, catchUp, afterPause, null, quiet,
        "");
  }

  private static OverlapNode overlap(OverlapPolicy policy, int limit) {
    return new OverlapNode(policy, limit);
  }
}
