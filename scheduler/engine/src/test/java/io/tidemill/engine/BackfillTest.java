package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.QuietNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.KnownSlots;
import io.tidemill.engine.input.KnownSlots.Decided;
import io.tidemill.engine.input.PauseBackfill;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.ResumeBackfill;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.BackfillAccepted;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Slots of a range are run on purpose: what is planned, what is adopted, and how a backfill goes on and ends.
class BackfillTest {
  private static final OverlapNode ANY = new OverlapNode(OverlapPolicy.ALLOW, 1_000);

  private TestPartition partition = TestPartition.empty(dag(task("a")));
  private final List<Decided> decided = new ArrayList<>();
  private Reprocess reprocess = Reprocess.MISSING;
  private SlotOrder order = SlotOrder.OLDEST_FIRST;
  private int concurrency = 1;
  private int maxRuns = 1_000;
  private String plan;
  private int commands;
  private int version;

  BackfillTest() {
    at("10:30");
    activate("0 * * * *");
  }

  @Test void slots_that_nobody_ran_are_run_one_after_the_other_and_then_it_ends() {
    assertThat(created("06:00", "09:00").totals()).isEqualTo(new BackfillTotals(3, 0, 0));
    assertThat(due()).containsExactly("run 06:00");
    assertThat(due()).isEmpty();
    end(1, RunOutcome.SUCCESS);
    assertThat(due()).containsExactly("run 07:00");
    end(2, RunOutcome.SUCCESS);
    assertThat(due()).containsExactly("run 08:00");
    end(3, RunOutcome.SUCCESS);
    assertThat(due()).containsExactly("ended SUCCESS");
    assertThat(due()).isEmpty();
    assertThat(partition.state.existing(DAG, 1).trigger()).isInstanceOf(Trigger.Backfill.class);
  }

  @Test void the_end_of_the_range_is_not_part_of_it_and_a_run_covers_the_interval_of_its_slot() {
    created("06:00", "07:00");
    assertThat(due()).containsExactly("run 06:00");
    assertThat(partition.state.existing(DAG, 1).trigger().ofSlot().intervalStart()).isEqualTo(time("05:00"));
  }

  @Test void newest_first_goes_back_and_several_go_side_by_side() {
    order = SlotOrder.NEWEST_FIRST;
    concurrency = 2;
    created("05:00", "09:00");
    assertThat(due()).containsExactly("run 08:00", "run 07:00");
    end(2, RunOutcome.SUCCESS);
    assertThat(due()).containsExactly("run 06:00");
  }

  @Test void a_run_that_fails_stops_nothing_and_makes_the_backfill_fail() {
    created("06:00", "08:00");
    due();
    end(1, RunOutcome.FAILED);
    assertThat(due()).containsExactly("run 07:00");
    end(2, RunOutcome.SUCCESS);
    assertThat(due()).containsExactly("ended FAILED");
  }

  @Test void each_slot_that_ran_is_due_waits_or_lies_ahead_is_adopted_and_none_is_doubled() {
    activateStrict();
    at("11:00");
    due();
    at("12:00");
    due();
    decided(SlotOutcome.RUN, "07:00", 90, RunOutcome.SUCCESS);
    decided(SlotOutcome.RUN, "08:00", 91, RunOutcome.FAILED);
    decided(SlotOutcome.RUN, "11:00", 1, null);
    decided(SlotOutcome.QUEUED, "12:00", 0, null);
    decided.add(new Decided(time("09:00"), time("10:00"), SlotOutcome.MISSED, 0, null));
    assertThat(fates("06:00", "14:00")).containsExactly("06:00 NO_RUN", "07:00 SUCCEEDED 90", "08:00 LEFT_FAILED 91",
        "09:00 NO_RUN", "10:00 NO_RUN", "11:00 ACTIVE 1", "12:00 WAITING", "13:00 NOT_DECIDED");
    reprocess = Reprocess.FAILED;
    assertThat(fates("07:00", "09:00")).containsExactly("07:00 SUCCEEDED 90", "08:00 RUN_FAILED");
    reprocess = Reprocess.ALL;
    assertThat(fates("07:00", "09:00")).containsExactly("07:00 RUN_AGAIN", "08:00 RUN_FAILED");
  }

  @Test void the_newest_run_of_a_slot_counts_and_an_active_one_before_it() {
    decided(SlotOutcome.RUN, "07:00", 90, RunOutcome.FAILED);
    decided(SlotOutcome.RUN, "07:00", 95, RunOutcome.SUCCESS);
    assertThat(fates("07:00", "08:00")).containsExactly("07:00 SUCCEEDED 95");
  }

  @Test void quiet_slots_are_left_out_unless_all_are_asked_for() {
    activate(new ScheduleNode("default", ScheduleKind.CRON, "0 * * * *", "UTC", DaylightPolicy.SHIFT, "", "", "", 0,
        false, CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(new QuietNode("06:30", "07:30", List.of())), ""));
    assertThat(fates("06:00", "08:00")).containsExactly("06:00 NO_RUN", "07:00 QUIET");
    reprocess = Reprocess.ALL;
    assertThat(fates("06:00", "08:00")).containsExactly("06:00 NO_RUN", "07:00 NO_RUN");
  }

  @Test void a_slot_that_another_backfill_will_run_or_runs_is_left_to_it() {
    created("06:00", "08:00");
    due();
    assertThat(fates("05:00", "09:00")).containsExactly("05:00 NO_RUN", "06:00 ACTIVE 1", "07:00 OTHER_BACKFILL",
        "08:00 NO_RUN");
  }

  @Test void a_run_of_another_backfill_that_left_memory_is_known_before_the_tables_have_it() {
    partition = TestPartition.uncompared(dag(task("a")));
    at("10:30");
    activate("0 * * * *");
    created("06:00", "08:00");
    due();
    end(1, RunOutcome.SUCCESS);
    due();
    partition.state.dag(DAG).runs().remove(1L);
    plan = null;
    decided(SlotOutcome.RUN, "06:00", 1, null);
    assertThat(((BackfillPlanned) backfill("06:00", "08:00", history(time("10:30"), 0), false)).slots())
        .extracting(slot -> clock(slot.first()) + " " + slot.reason())
        .containsExactly("06:00 SUCCEEDED", "07:00 ACTIVE");
  }

  @Test void what_was_decided_since_the_tables_were_asked_makes_them_be_asked_again() {
    at("11:00");
    due();
    assertThat(refusal(backfill("10:00", "11:00", history(time("10:30"), 9), true))).isNull();
    assertThat(refusal(backfill("10:00", "11:01", history(time("10:30"), 9), true)))
        .isEqualTo(Refused.Code.NOT_IN_MEMORY);
    assertThat(refusal(backfill("06:00", "07:00", null, true))).isEqualTo(Refused.Code.NOT_IN_MEMORY);
    decided(SlotOutcome.RUN, "06:00", 77, null);
    assertThat(refusal(backfill("06:00", "07:00", history(time("11:00"), 99), true)))
        .as("its run ended and left memory meanwhile")
        .isEqualTo(Refused.Code.NOT_IN_MEMORY);
  }

  @Test void runs_of_a_backfill_that_ended_since_the_tables_were_asked_make_them_be_asked_again() {
    created("06:00", "07:00");
    due();
    end(1, RunOutcome.SUCCESS);
    due();
    assertThat(refusal(backfill("08:00", "09:00", history(time("10:30"), 0), true)))
        .isEqualTo(Refused.Code.NOT_IN_MEMORY);
    assertThat(refusal(backfill("08:00", "09:00", history(time("10:30"), 1), true))).isNull();
  }

  @Test void a_plan_that_no_longer_holds_is_refused_with_the_difference() {
    plan = planned("06:00", "09:00").plan();
    assertThat(plan).startsWith("3r-");
    decided(SlotOutcome.RUN, "07:00", 90, null);
    decided.set(0, new Decided(time("07:00"), time("07:00"), SlotOutcome.RUN, 90, RunOutcome.SUCCESS));
    Refused refused = (Refused) backfill("06:00", "09:00", history(), true);
    assertThat(refused.code()).isEqualTo(Refused.Code.PLAN_CHANGED);
    assertThat(refused.message()).contains("slot 2026-03-02T07:00:00Z was to run, now adopt: its run succeeded");
    plan = planned("06:00", "09:00").plan();
    assertThat(created("06:00", "09:00").totals()).isEqualTo(new BackfillTotals(2, 1, 0));
  }

  @Test void a_run_that_only_ends_well_changes_no_plan() {
    activate("0 * * * *");
    at("11:00");
    due();
    decided(SlotOutcome.RUN, "11:00", 1, null);
    plan = planned("10:00", "11:30").plan();
    end(1, RunOutcome.SUCCESS);
    assertThat(created("10:00", "11:30").totals()).isEqualTo(new BackfillTotals(1, 1, 0));
  }

  @Test void ranges_that_are_reversed_empty_or_too_long_are_refused_with_a_remedy() {
    assertThat(message("09:00", "06:00")).contains("exchange the two");
    assertThat(message("06:00", "06:00")).contains("the end is not part of it");
    assertThat(message("06:10", "06:50")).contains("the last one before it is 2026-03-02T06:00:00Z")
        .contains("the first one after it is 2026-03-02T07:00:00Z");
    maxRuns = 2;
    assertThat(message("06:00", "09:00")).contains("at most 2 slots").contains("maxRuns 3");
    activate("* * * * * *");
    maxRuns = 100_000;
    long day = Duration.ofDays(2).toMillis();
    Refused refused = (Refused) tell(new CreateBackfill(DAG, "default", time("06:00") - day, time("06:00"), reprocess,
        order, 1, params(), maxRuns, "me", true, null, history()));
    assertThat(refused.message()).contains("at most 100000 slots").contains("divide the range");
  }

  @Test void a_schedule_that_is_not_declared_is_refused_with_those_that_are() {
    Refused refused = (Refused) tell(new CreateBackfill(DAG, "nightly", 0, 1, reprocess, order, 1, params(), 1, "me",
        true, null, history()));
    assertThat(refused.message()).contains("schedule 'default'").contains("'nightly'");
  }

  @Test void nothing_to_run_is_refused_and_nothing_is_created() {
    decided(SlotOutcome.RUN, "06:00", 90, RunOutcome.SUCCESS);
    assertThat(message("06:00", "07:00")).contains("Expected a slot to run");
    assertThat(partition.state.dag(DAG).lastBackfill()).isZero();
  }

  @Test void paused_it_creates_nothing_and_resumed_it_goes_on() {
    created("06:00", "08:00");
    due();
    assertThat(tell(new PauseBackfill(DAG, 1, "me"))).isEqualTo(new BackfillAccepted(1, BackfillStatus.PAUSED, 1));
    end(1, RunOutcome.SUCCESS);
    assertThat(due()).isEmpty();
    tell(new PauseBackfill(DAG, 1, "me"));
    assertThat(partition.last().facts()).as("paused twice").hasSize(1);
    tell(new ResumeBackfill(DAG, 1, "me"));
    assertThat(due()).containsExactly("run 07:00");
  }

  @Test void cancelled_it_stops_its_runs_creates_no_more_and_ends_with_the_last_of_them() {
    concurrency = 2;
    created("06:00", "10:00");
    due();
    assertThat(cancel(1)).isEqualTo(new BackfillAccepted(1, BackfillStatus.CANCELLING, 2));
    assertThat(partition.state.existing(DAG, 1).cancelRequested()).isTrue();
    assertThat(partition.state.existing(DAG, 2).cancelRequested()).isTrue();
    assertThat(due()).isEmpty();
    end(1, RunOutcome.CANCELLED);
    assertThat(due()).isEmpty();
    end(2, RunOutcome.CANCELLED);
    assertThat(due()).containsExactly("ended CANCELLED");
    assertThat(refusal(cancel(1))).isEqualTo(Refused.Code.WRONG_STATE);
    assertThat(refusal(cancel(2))).isEqualTo(Refused.Code.NOT_FOUND);
    assertThat(fates("06:00", "10:00")).containsExactly("06:00 LEFT_FAILED 1", "07:00 LEFT_FAILED 2", "08:00 NO_RUN",
        "09:00 NO_RUN");
  }

  @Test void cancelled_before_its_first_run_it_ends_at_once() {
    created("06:00", "08:00");
    assertThat(cancel(1)).isEqualTo(new BackfillAccepted(1, BackfillStatus.CANCELLED, 0));
    assertThat(due()).isEmpty();
  }

  @Test void a_dag_that_is_removed_takes_its_backfills_along() {
    created("06:00", "08:00");
    due();
    partition.tell(new ActivateVersion(DAG, "dag", 0, List.of(), OverlapNode.DEFAULT, List.of()));
    assertThat(partition.state.existing(DAG, 1).cancelRequested()).isTrue();
    end(1, RunOutcome.CANCELLED);
    assertThat(due()).containsExactly("ended CANCELLED");
  }

  @Test void it_runs_its_slots_on_the_version_that_is_active_then_and_by_the_schedule_of_its_creation() {
    created("06:00", "08:00");
    due();
    end(1, RunOutcome.SUCCESS);
    activate("30 * * * *");
    assertThat(due()).containsExactly("run 07:00");
    assertThat(((RunCreated) partition.last().facts().getFirst()).version()).isEqualTo(version);
  }

  @Test void a_pause_of_the_schedules_is_none_of_the_backfill() {
    partition.tell(new PausePartition("", "me"));
    created("06:00", "08:00");
    assertThat(due()).containsExactly("run 06:00");
  }

  @Test void a_run_of_it_that_is_run_again_is_counted_once() {
    created("06:00", "07:00");
    due();
    end(1, RunOutcome.FAILED);
    partition.number = 1;
    partition.now += 1_000;
    partition.rerun();
    assertThat(due()).containsExactly("ended FAILED");
    end(1, RunOutcome.SUCCESS);
    assertThat(due()).isEmpty();
    assertThat(fates("06:00", "07:00")).containsExactly("06:00 SUCCEEDED 1");
  }

  @Test void a_month_of_minutes_is_created_as_its_concurrency_allows_and_fresh_slots_go_on() {
    activate("* * * * *");
    concurrency = 50;
    maxRuns = 100_000;
    long month = time("10:30") - Duration.ofDays(30).toMillis();
    BackfillPlanned all = (BackfillPlanned) tell(new CreateBackfill(DAG, "default", month, time("10:30"), reprocess,
        order, concurrency, params(), maxRuns, "me", true, null, history()));
    assertThat(all.totals().run()).isEqualTo(43_200);
    assertThat(due()).hasSize(50);
    for (int minute = 1; minute <= 5; minute++) {
      partition.now += 60_000;
      assertThat(due()).as("minute %d", minute).containsExactly("run 10:3" + minute);
    }
    for (long run = 1; run <= 50; run++) {
      end(run, RunOutcome.SUCCESS);
    }
    assertThat(due()).hasSize(50);
    assertThat(partition.state.dag(DAG).backfills().get(1L).waiting()).isEqualTo(43_100);
  }

  @Test void turns_are_bounded_and_a_slot_that_is_due_goes_before_more_runs_of_a_backfill() {
    concurrency = 1_000;
    activate("* * * * *");
    long begin = time("10:30") - Duration.ofHours(16).toMillis();
    partition.free = 0;
    tell(new CreateBackfill(DAG, "default", begin, time("10:30"), reprocess, order, concurrency, params(), maxRuns,
        "me", true, null, history()));
    partition.now += 60_000;
    List<String> first = due();
    assertThat(partition.last().facts().size()).isBetween(1_000, 1_010);
    assertThat(first).hasSize(500);
    List<String> second = due();
    assertThat(second).contains("run 10:31").hasSize(461);
  }

  @Test void where_slots_of_agents_are_scarce_one_attempt_of_four_is_of_a_backfill() {
    partition.free = 0;
    concurrency = 20;
    created("00:00", "10:00");
    assertThat(due()).hasSize(10);
    for (int i = 0; i < 10; i++) {
      partition.create(null);
    }
    partition.free = 8;
    assertThat(started()).containsExactly("test", "test", "test", "backfill", "test", "test", "test", "backfill");
    partition.free = 20;
    assertThat(started()).as("what is left of one has all slots when the other has nothing")
        .filteredOn("backfill"::equals)
        .hasSize(8);
  }

  private List<String> started() {
    return partition.tell(new SlotsFreed())
        .facts()
        .stream()
        .filter(AttemptAssigned.class::isInstance)
        .map(fact -> partition.state.existing(DAG, ((AttemptAssigned) fact).run()).trigger())
        .map(trigger -> trigger instanceof Trigger.Backfill ? "backfill" : trigger.origin())
        .toList();
  }

  @Test void a_state_recovered_from_snapshots_is_the_same_and_goes_on_the_same() {
    concurrency = 2;
    created("04:00", "09:00");
    due();
    tell(new PauseBackfill(DAG, 1, "me"));
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
    end(1, RunOutcome.FAILED);
    tell(new ResumeBackfill(DAG, 1, "me"));
    due();
    cancel(1);
    assertThat(StateDump.of(Snapshots.recover(partition.state))).isEqualTo(StateDump.of(partition.state));
  }

  private void activate(String cron) {
    activate(new ScheduleNode("default", ScheduleKind.CRON, cron, "UTC", DaylightPolicy.SHIFT, "", "", "", 0, false,
        CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(), ""));
  }

  private void activate(ScheduleNode schedule) {
    partition.tell(new ActivateVersion(DAG, "dag", ++version, List.of(), ANY, List.of(schedule)));
  }

  private void activateStrict() {
    partition.tell(new ActivateVersion(DAG, "dag", ++version, List.of(), new OverlapNode(
        OverlapPolicy.STRICT_SEQUENTIAL, 0),
        List.of(new ScheduleNode("default", ScheduleKind.CRON, "0 * * * *", "UTC",
            DaylightPolicy.SHIFT, "", "", "", 0, false, CatchUpNode.LATEST, CatchUpNode.NONE, null, List.of(), ""))));
  }

  private void decided(SlotOutcome outcome, String clock, long run, RunOutcome ended) {
    decided.add(new Decided(time(clock), time(clock), outcome, run, ended));
  }

  private KnownSlots history() {
    return history(partition.state.dag(DAG).schedules().get("default").cursor(), 1_000_000);
  }

  private KnownSlots history(long cursor, long lastRun) {
    return new KnownSlots(cursor, lastRun, decided);
  }

  private Reply backfill(String from, String until, KnownSlots history, boolean apply) {
    return tell(new CreateBackfill(DAG, "default", time(from), time(until), reprocess, order, concurrency, params(),
        maxRuns, "me", apply, plan, history));
  }

  private BackfillPlanned created(String from, String until) {
    return (BackfillPlanned) backfill(from, until, history(), true);
  }

  private BackfillPlanned planned(String from, String until) {
    plan = null;
    return (BackfillPlanned) backfill(from, until, history(), false);
  }

  private String message(String from, String until) {
    return ((Refused) backfill(from, until, history(), true)).message();
  }

  private static Refused.Code refusal(Reply reply) {
    return reply instanceof Refused refused ? refused.code() : null;
  }

  private List<String> fates(String from, String until) {
    return planned(from, until).slots()
        .stream()
        .map(s -> clock(s.first()) + " " + s.reason() + (s.run() == 0 ? "" : " " + s.run()))
        .toList();
  }

  private Reply cancel(long backfill) {
    return tell(new CancelBackfill(DAG, backfill, "me"));
  }

  private Reply tell(Command command) {
    return partition.tell(new CommandReceived("backfill-" + ++commands, command)).reply();
  }

  private List<String> due() {
    List<String> text = new ArrayList<>();
    partition.tell(new TimersDue()).facts().forEach(fact -> {
      if (fact instanceof RunCreated created) {
        text.add("run " + clock(created.trigger().ofSlot().time()));
      } else if (fact instanceof BackfillEnded ended) {
        text.add("ended " + ended.status());
      }
    });
    return text;
  }

  private void end(long run, RunOutcome outcome) {
    partition.number = run;
    switch (outcome) {
      case SUCCESS -> partition.succeed("a");
      case FAILED -> partition.fail("a", TestPartition.permanent());
      case CANCELLED -> partition.fail("a", TestPartition.failure(Failure.Kind.CANCELLED));
      case SKIPPED -> throw new IllegalStateException("Expected no run to be skipped here");
    }
    RunState state = partition.state.existing(DAG, run);
    assertThat(state.outcome()).isEqualTo(outcome);
  }

  private void at(String clock) {
    partition.now = time(clock);
  }

  private static Value params() {
    return Value.inline("{}".getBytes(StandardCharsets.UTF_8), "");
  }

  private static String clock(long time) {
    return Instant.ofEpochMilli(time).toString().substring(11, 16);
  }

  private static long time(String clock) {
    return Instant.parse("2026-03-02T" + clock + ":00Z").toEpochMilli();
  }
}
