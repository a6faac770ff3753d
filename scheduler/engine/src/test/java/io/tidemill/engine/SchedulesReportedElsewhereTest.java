package io.tidemill.engine;

import static io.tidemill.engine.TaskSpec.dag;
import static io.tidemill.engine.TaskSpec.task;
import static io.tidemill.engine.TestPartition.DAG;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.BackfillEnded;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.input.ActivateVersion;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.KnownSlots;
import io.tidemill.engine.input.KnownSlots.Decided;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.input.TimersDue;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.TaskState;
import io.tidemill.engine.state.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What users of other schedulers reported about catch-up, pauses, edits and backfills, tried here.
class SchedulesReportedElsewhereTest {
  private static final OverlapNode ANY = new OverlapNode(OverlapPolicy.ALLOW, 1_000);

  private final TestPartition partition = TestPartition.empty(dag(task("a")));
  private final List<Decided> decided = new ArrayList<>();
  private Reprocess reprocess = Reprocess.MISSING;
  private int concurrency = 1;
  private int version;

  SchedulesReportedElsewhereTest() {
    partition.now = time("10:30");
  }

  @Test void airflow_39867_a_resumed_dag_without_catch_up_creates_no_run_of_the_pause() {
    activate(ANY, "0 * * * *");
    tell(new PauseSchedules(DAG, "me"));
    assertThat(due("13:30")).isEmpty();
    tell(new ResumeSchedules(DAG, "me", true));
    assertThat(due("13:30")).containsExactly("MISSED 11:00..13:00");
    assertThat(due("14:00")).containsExactly("run 14:00");
  }

  @Test void kestra_16721_a_pause_that_ends_before_the_next_slot_does_not_skip_it() {
    activate(ANY, "0 * * * *");
    tell(new PauseSchedules(DAG, "me"));
    partition.now = time("10:50");
    tell(new ResumeSchedules(DAG, "me", true));
    assertThat(due("11:00")).containsExactly("run 11:00");
  }

  @Test void jobrunr_940_and_189_of_db_scheduler_after_a_stop_one_slot_runs_and_the_others_are_on_record() {
    activate(ANY, "0 * * * *");
    assertThat(due("15:10")).containsExactly("MISSED 11:00..14:00", "run 15:00");
  }

  @Test void db_scheduler_59_the_first_run_is_at_the_first_slot_and_not_at_the_deployment() {
    activate(ANY, "25 11 * * *");
    assertThat(due("11:24")).isEmpty();
    assertThat(due("11:25")).containsExactly("run 11:25");
  }

  @Test void hangfire_728_an_edit_creates_no_run_of_a_time_that_has_passed() {
    activate(ANY, "0 9 * * *");
    activate(ANY, "0 10 * * *");
    assertThat(due("10:31")).isEmpty();
    assertThat(partition.state.dag(DAG).schedules().get("default").next().time().toEpochMilli())
        .isEqualTo(time("10:00") + 86_400_000);
  }

  @Test void jobrunr_1534_and_899_a_schedule_that_was_removed_comes_back_at_once_and_once() {
    activate(ANY, "0 23 * * *");
    partition.tell(new ActivateVersion(DAG, "dag", ++version, List.of(), ANY, List.of()));
    partition.now = time("10:40");
    activate(ANY, "* * * * *");
    assertThat(due("10:41")).containsExactly("run 10:41");
    assertThat(due("10:41")).isEmpty();
  }

  @Test void airflow_1266_and_47886_a_backfill_does_not_move_the_next_slot_and_creates_none_beside_its_range() {
    activate(ANY, "0 * * * *");
    backfill("06:00", "07:00");
    assertThat(due("10:31")).containsExactly("run 06:00");
    succeed(1);
    assertThat(due("10:32")).containsExactly("ended SUCCESS");
    assertThat(due("11:00")).containsExactly("run 11:00");
  }

  @Test void airflow_60768_a_backfill_runs_while_the_dag_is_paused_and_its_slots_do_not() {
    activate(ANY, "0 * * * *");
    tell(new PauseSchedules(DAG, "me"));
    backfill("06:00", "07:00");
    assertThat(due("11:00")).containsExactly("run 06:00");
  }

  @Test void airflow_16087_a_slot_whose_run_is_active_is_adopted_and_left_alone() {
    activate(ANY, "0 * * * *");
    due("11:00");
    decided.add(new Decided(time("11:00"), time("11:00"), SlotOutcome.RUN, 1, null));
    assertThat(plan("10:00", "12:00").totals()).isEqualTo(new BackfillTotals(1, 1, 0));
  }

  @Test void airflow_72337_a_run_of_a_cancelled_backfill_is_rerun_like_any_other() {
    activate(ANY, "0 * * * *");
    backfill("06:00", "08:00");
    due("10:31");
    tell(new CancelBackfill(DAG, 1, "me"));
    partition.number = 1;
    partition.fail("a", TestPartition.failure(Failure.Kind.CANCELLED));
    assertThat(due("10:32")).containsExactly("ended CANCELLED");

    partition.rerun();
    assertThat(partition.state("a")).isEqualTo(TaskState.QUEUED);
    succeed(1);
    assertThat(partition.outcome()).isEqualTo(RunOutcome.SUCCESS);
  }

  @Test void dagster_15013_a_cancelled_backfill_creates_no_further_run() {
    activate(ANY, "0 * * * *");
    concurrency = 2;
    backfill("04:00", "10:00");
    assertThat(due("10:31")).containsExactly("run 04:00", "run 05:00");
    tell(new CancelBackfill(DAG, 1, "me"));
    assertThat(due("10:31")).isEmpty();
    succeed(1);
    assertThat(due("10:31")).isEmpty();
    partition.number = 2;
    partition.fail("a", TestPartition.failure(Failure.Kind.CANCELLED));
    assertThat(due("10:31")).containsExactly("ended CANCELLED");
  }

  @Test void dagster_14646_runs_that_were_cancelled_are_backfilled_with_those_that_failed() {
    activate(ANY, "0 * * * *");
    decided.add(new Decided(time("08:00"), time("08:00"), SlotOutcome.RUN, 90, RunOutcome.CANCELLED));
    decided.add(new Decided(time("09:00"), time("09:00"), SlotOutcome.RUN, 91, RunOutcome.SUCCESS));
    reprocess = Reprocess.FAILED;
    assertThat(plan("08:00", "10:00").totals()).isEqualTo(new BackfillTotals(1, 1, 0));
  }

  @Test void kestra_13873_a_backfill_of_a_range_without_a_missed_slot_runs_nothing() {
    activate(ANY, "0 * * * *");
    decided.add(new Decided(time("08:00"), time("08:00"), SlotOutcome.RUN, 91, RunOutcome.SUCCESS));
    assertThat(plan("08:00", "09:00").totals()).isEqualTo(new BackfillTotals(0, 1, 0));
  }

  @Test void cadence_8005_a_backfill_has_its_own_limit_whatever_the_overlap_of_the_dag_is() {
    activate(new OverlapNode(OverlapPolicy.SKIP, 0), "0 * * * *");
    due("11:00");
    concurrency = 3;
    backfill("04:00", "09:00");
    assertThat(due("11:01")).containsExactly("run 04:00", "run 05:00", "run 06:00");
  }

  @Test void a_clock_that_is_set_back_an_hour_fires_nothing_twice_and_one_set_forward_is_a_downtime() {
    activate(ANY, "*/30 * * * *");
    assertThat(due("11:00")).containsExactly("run 11:00");
    assertThat(due("10:00")).isEmpty();
    assertThat(due("10:30")).isEmpty();
    assertThat(due("11:30")).containsExactly("run 11:30");
    assertThat(due("12:40")).containsExactly("MISSED 12:00..12:00", "run 12:30");
    assertThat(due("11:40")).isEmpty();
    assertThat(due("13:00")).containsExactly("run 13:00");
  }

  private void activate(OverlapNode overlap, String cron) {
    partition.tell(new ActivateVersion(DAG, "dag", ++version, List.of(), overlap,
        List.of(ScheduleNode.cron(cron, "UTC"))));
  }

  private KnownSlots history() {
    return new KnownSlots(partition.state.dag(DAG).schedules().get("default").cursor(), 1_000_000, decided);
  }

  private Reply backfill(String from, String until, boolean apply) {
    return tell(new CreateBackfill(DAG, "default", time(from), time(until), reprocess, SlotOrder.OLDEST_FIRST,
        concurrency, Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""), 1_000, "me", apply, null, history()));
  }

  private void backfill(String from, String until) {
    assertThat(backfill(from, until, true)).isInstanceOf(BackfillPlanned.class);
  }

  private BackfillPlanned plan(String from, String until) {
    return (BackfillPlanned) backfill(from, until, false);
  }

  private Reply tell(Command command) {
    return Objects.requireNonNull(partition.tell(command).reply());
  }

  private void succeed(long run) {
    partition.number = run;
    partition.succeed("a");
  }

  private List<String> due(String clock) {
    partition.now = time(clock);
    List<String> text = new ArrayList<>();
    partition.tell(new TimersDue()).facts().forEach(fact -> {
      if (fact instanceof RunCreated created) {
        text.add("run " + clock(Objects.requireNonNull(created.trigger().ofSlot()).time()));
      } else if (fact instanceof SlotsNotRun slots) {
        text.add(slots.outcome() + " " + clock(slots.first()) + ".." + clock(slots.last()));
      } else if (fact instanceof BackfillEnded ended) {
        text.add("ended " + ended.status());
      }
    });
    return text;
  }

  private static String clock(long time) {
    return Instant.ofEpochMilli(time).toString().substring(11, 16);
  }

  private static long time(String clock) {
    return Instant.parse("2026-03-02T" + clock + ":00Z").toEpochMilli();
  }
}
