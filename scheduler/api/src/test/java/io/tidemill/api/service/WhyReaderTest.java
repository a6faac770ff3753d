package io.tidemill.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.run.Blocker;
import io.tidemill.api.run.Blocker.Kind;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunView;
import io.tidemill.api.run.TriggerView;
import io.tidemill.api.run.WhyView;
import io.tidemill.api.run.WhyView.TaskWhy;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.api.task.TaskView;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

@NullMarked
class WhyReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private static final Blocker AWAY = new Blocker(Kind.AGENT, "agent a1 has it and is away", null, null);

  private static TaskView task(String id, TaskState state, @Nullable String waits, @Nullable Instant nextAt,
      String... upstream) {
    return new TaskView(id, "TASK", state, List.of(upstream), false, 1, 1, false, false, nextAt, NOW, NOW, null, "a1",
        null, null, null, null, waits, null, false);
  }

  private static List<TaskWhy> why(@Nullable String standing, TaskView... tasks) {
    return reader(RunStatus.RUNNING, null, standing, tasks).read(null).tasks();
  }

  private static WhyReader reader(RunStatus status, @Nullable String cause, @Nullable String standing,
      TaskView... tasks) {
    RunView run = new RunView("sales", 7, 1, 1, status, null, new TriggerView("manual", "me"), NOW, NOW,
        null,
        tasks.length, 0, 0, cause, standing);
    return new WhyReader(
        new RunDetail(run, JsonNodeFactory.instance.objectNode(), List.of(tasks), Map.of(), List.of(), false,
            List.of()),
        task -> task.id().equals("away") ? List.of(AWAY) : List.of());
  }

  @Test void a_waiting_task_names_what_holds_it_up_however_far_upstream_and_not_what_waits_itself() {
    List<TaskWhy> why = why(null, task("load", TaskState.RUNNING, null, null),
        task("check", TaskState.WAITING, null, null, "load"),
        task("report", TaskState.WAITING, null, null, "check", "done"), task("done", TaskState.SUCCESS, null, null));
    assertThat(why).extracting(TaskWhy::task).containsExactly("check", "report");
    assertThat(why.getLast().blockers())
        .containsExactly(new Blocker(Kind.UPSTREAM, "load is RUNNING", "load", null));
  }

  @Test void what_holds_others_up_comes_before_those_it_holds_up() {
    List<TaskWhy> why = why(null, task("report", TaskState.WAITING, null, null, "load"),
        task("load", TaskState.READY, "no connected agent has the label gpu", null));
    assertThat(why).extracting(TaskWhy::task).containsExactly("load", "report");
    assertThat(why.getLast().blockers()).extracting(Blocker::text)
        .containsExactly("load is READY: no connected agent has the label gpu");
  }

  @Test void a_retry_says_until_when_and_that_is_when_the_task_goes_on_at_the_earliest() {
    TaskWhy why = why(null, task("load", TaskState.RETRY_WAIT, null, NOW.plusSeconds(30))).getFirst();
    assertThat(why.blockers()).extracting(Blocker::kind).containsExactly(Kind.RETRY);
    assertThat(why.earliest()).isEqualTo(NOW.plusSeconds(30));
  }

  @Test void a_task_that_runs_is_told_where_its_agent_is_away() {
    List<TaskWhy> why = why(null, task("here", TaskState.RUNNING, null, null),
        task("away", TaskState.RUNNING, null, null));
    assertThat(why).singleElement().satisfies(away -> {
      assertThat(away.task()).isEqualTo("away");
      assertThat(away.blockers()).containsExactly(AWAY);
    });
    assertThat(why(null, task("away", TaskState.QUEUED, null, null)).getFirst().blockers()).containsExactly(AWAY);
  }

  @Test void the_reason_of_a_cancel_is_told_for_the_run_and_for_what_it_cancelled() {
    WhyView why = reader(RunStatus.CANCELLED, "cancelled: wrong day", null,
        task("load", TaskState.CANCELLED, null, null), task("report", TaskState.CANCELLED, null, null, "load"))
        .read(null);
    assertThat(why.headline()).isEqualTo("cancelled: wrong day");
    assertThat(why.tasks()).extracting(each -> each.blockers().getFirst())
        .containsOnly(new Blocker(Kind.CANCEL, "its run was cancelled: wrong day", null, null));
  }

  @Test void a_shard_is_told_with_its_last_failure_and_what_its_agent_does() {
    FailureView failure = new FailureView("work", "k", 3, 2, 1, "FAILED", "java.io.IOException", "no route",
        "Sales.java:7",
        "", "a1", NOW);
    WhyView failed = shard(ShardState.FAILED, List.of(failure), List.of());
    assertThat(failed.tasks()).singleElement().satisfies(why -> {
      assertThat(why.shard()).isEqualTo("k");
      assertThat(why.shardState()).isEqualTo(ShardState.FAILED);
      assertThat(why.blockers()).containsExactly(
          new Blocker(Kind.FAILURE, "attempt 2 FAILED on agent a1: IOException: no route at Sales.java:7", null, null));
    });
    assertThat(shard(ShardState.ASSIGNED, List.of(), List.of(AWAY)).tasks().getFirst().blockers())
        .containsExactly(AWAY);
    assertThat(shard(ShardState.ASSIGNED, List.of(), List.of()).tasks().getFirst().blockers())
        .extracting(Blocker::text)
        .containsExactly("agent a1 has it, and runs it or has it in its queue");
  }

  private static WhyView shard(ShardState state, List<FailureView> failures, List<Blocker> agent) {
    TaskView task = task("work", TaskState.RUNNING, null, null);
    return reader(RunStatus.RUNNING, null, null, task).read(task, new Shard(3, "k", state, 2, "a1", null, null),
        failures, agent);
  }

  @Test void a_quarantine_comes_first_and_leaves_no_earliest_time() {
    TaskWhy why = why("its DAG is quarantined", task("load", TaskState.RETRY_WAIT, null, NOW.plusSeconds(30)))
        .getFirst();
    assertThat(why.blockers()).extracting(Blocker::kind).containsExactly(Kind.QUARANTINE, Kind.RETRY);
    assertThat(why.earliest()).isNull();
  }

  @Test void a_task_that_did_not_run_names_the_upstream_that_failed_or_was_skipped() {
    List<TaskWhy> why = why(null, task("good", TaskState.SUCCESS, null, null),
        task("bad", TaskState.FAILED, null, null),
        task("off", TaskState.SKIPPED, null, null),
        task("after-bad", TaskState.UPSTREAM_FAILED, null, null, "good", "bad"),
        task("after-off", TaskState.SKIPPED, null, null, "good", "off"));
    assertThat(why).filteredOn(each -> each.task().equals("after-bad"))
        .flatExtracting(TaskWhy::blockers)
        .containsExactly(new Blocker(Kind.UPSTREAM, "bad ended FAILED", "bad", null));
    assertThat(why).filteredOn(each -> each.task().equals("after-off"))
        .flatExtracting(TaskWhy::blockers)
        .containsExactly(new Blocker(Kind.UPSTREAM, "off ended SKIPPED", "off", null));
  }
}
