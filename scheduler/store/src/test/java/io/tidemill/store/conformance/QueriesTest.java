package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries.Position;
import io.tidemill.runtime.port.Queries.TaskStateRow;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueriesTest extends StoreContract {
  private long projected;

  @Test void what_is_not_known_is_absent() {
    assertThat(store.queries().run(1, 1)).isNull();
    assertThat(store.queries().runByKey(1, "key")).isNull();
    assertThat(store.queries().runs(0, List.of(), null, 10)).isEmpty();
    assertThat(store.queries().tasks(1, 1)).isEmpty();
    assertThat(store.queries().failures(1, 1, -1, 10)).isEmpty();
    assertThat(store.queries().finalState(1, 1)).isEmpty();
    assertThat(store.queries().projected(0)).isZero();
    assertThatThrownBy(() -> store.queries().projected(50)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test void runs_come_newest_first_page_by_page_each_once() {
    List<RunRow> rows = new ArrayList<>();
    for (int dag = 1; dag <= 3; dag++) {
      for (long run = 1; run <= 7; run++) {
        rows.add(RunRows.run(0, dag, run, RunStatus.SUCCESS, null, 1_000 + run / 2));
      }
    }
    write(rows, List.of());
    for (int limit : new int[]{1, 2, 5, 100}) {
      List<RunRow> all = pages(0, List.of(), limit);
      assertThat(all).hasSize(21).doesNotHaveDuplicates();
      assertThat(all).isSortedAccordingTo((a, b) -> a.createdAt() != b.createdAt()
          ? Long.compare(b.createdAt(), a.createdAt())
          : a.dag() != b.dag() ? b.dag() - a.dag() : Long.compare(b.run(), a.run()));
      assertThat(pages(2, List.of(), limit)).extracting(RunRow::run).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }
  }

  @Test void runs_are_found_by_status() {
    List<RunRow> rows = new ArrayList<>();
    for (RunStatus status : RunStatus.values()) {
      rows.add(RunRows.run(0, 1, status.ordinal() + 1, status, null, 1_000 + status.ordinal()));
    }
    write(rows, List.of());
    assertThat(pages(0, List.of(RunStatus.FAILED), 10)).extracting(RunRow::status).containsExactly(RunStatus.FAILED);
    assertThat(pages(1, List.of(RunStatus.RUNNING, RunStatus.SKIPPED), 1)).extracting(RunRow::status)
        .containsExactly(RunStatus.SKIPPED, RunStatus.RUNNING);
    assertThat(pages(2, List.of(RunStatus.RUNNING), 1)).isEmpty();
  }

  @Test void a_run_is_found_by_its_key_which_is_its_dags_own() {
    write(List.of(RunRows.run(0, 1, 1, RunStatus.RUNNING, "daily", 5),
        RunRows.run(0, 2, 9, RunStatus.RUNNING, "daily", 6),
        RunRows.run(0, 1, 2), RunRows.run(0, 1, 3)), List.of());
    RunRow found = store.queries().runByKey(2, "daily");
    assertThat(found).isNotNull().extracting(RunRow::run).isEqualTo(9L);
    assertThat(store.queries().runByKey(3, "daily")).isNull();
    assertThat(store.queries().runByKey(1, "weekly")).isNull();
  }

  @Test void a_second_run_with_the_key_of_another_is_refused_whole() {
    write(List.of(RunRows.run(0, 1, 1, RunStatus.RUNNING, "daily", 5)), List.of());
    Batch second = new Batch(List.of(new Move(0, 1, projected, projected + 1)), List.of(), List.of(), List.of(),
        List.of(RunRows.run(0, 1, 2, RunStatus.RUNNING, "daily", 5)), List.of(), List.of());
    assertThatThrownBy(() -> store.projections().write(second)).isInstanceOf(StoreException.class);
    assertThat(store.queries().run(1, 2)).isNull();
    assertThat(store.queries().projected(0)).isEqualTo(projected);
  }

  @Test void failures_come_by_task_shard_and_attempt() {
    List<FailureRow> rows = List.of(RunRows.failure(0, 1, 1, 2, 1), RunRows.failure(0, 1, 1, 0, 2),
        RunRows.failure(0, 1, 1, 0, 1), RunRows.failure(0, 1, 2, 0, 1));
    write(List.of(), rows);
    assertThat(store.queries().failures(1, 1, -1, 10)).containsExactly(rows.get(2), rows.get(1), rows.get(0));
    assertThat(store.queries().failures(1, 1, 0, 10)).containsExactly(rows.get(2), rows.get(1));
    assertThat(store.queries().failures(1, 1, -1, 1)).containsExactly(rows.get(2));
  }

  @Test void the_latest_runs_of_every_dag_come_together() {
    int first = store.catalog().dag("first", 0).number();
    int second = store.catalog().dag("second", 0).number();
    int idle = store.catalog().dag("idle", 0).number();
    List<RunRow> rows = new ArrayList<>();
    for (long run = 1; run <= 20; run++) {
      rows.add(RunRows.run(0, first, run));
    }
    rows.add(RunRows.run(0, second, 1));
    write(rows, List.of());
    List<RunRow> latest = store.queries().latestRuns(3);
    assertThat(latest).extracting(RunRow::dag).doesNotContain(idle);
    assertThat(latest.stream().filter(row -> row.dag() == first)).extracting(RunRow::run)
        .containsExactlyInAnyOrder(18L, 19L, 20L);
    assertThat(latest.stream().filter(row -> row.dag() == second)).extracting(RunRow::run).containsExactly(1L);
  }

  @Test void states_of_tasks_come_for_consecutive_runs_of_one_dag() {
    List<TaskRow> rows = new ArrayList<>();
    for (long run = 1; run <= 4; run++) {
      for (int task : new int[]{0, 63, 64, 130}) {
        rows.add(state(1, run, task, 7, (int) run));
      }
    }
    rows.add(state(2, 2, 0, 8, 1));
    take(0);
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 1)), List.of(), List.of(), List.of(), List.of(), rows, List.of()));
    assertThat(store.queries().taskStates(1, 2, 3)).containsExactly(new TaskStateRow(2, 0, 7, 2),
        new TaskStateRow(2, 63, 7, 2), new TaskStateRow(2, 64, 7, 2), new TaskStateRow(2, 130, 7, 2),
        new TaskStateRow(3, 0, 7, 3), new TaskStateRow(3, 63, 7, 3), new TaskStateRow(3, 64, 7, 3),
        new TaskStateRow(3, 130, 7, 3));
    assertThat(store.queries().taskStates(2, 2, 2)).containsExactly(new TaskStateRow(2, 0, 8, 1));
    assertThat(store.queries().taskStates(1, 5, 9)).isEmpty();
  }

  private static TaskRow state(int dag, long run, int task, int state, int attempt) {
    return new TaskRow(0, dag, run, task, state, attempt, 11, 12, 13, "agent", null, 0, -1, 0, 0);
  }

  @Test void failures_of_one_shard_come_by_attempt() {
    List<FailureRow> rows = List.of(shardFailure(4, 2), shardFailure(4, 1), shardFailure(5, 1));
    write(List.of(), rows);
    assertThat(store.queries().shardFailures(1, 1, 2, 4, 10)).containsExactly(rows.get(1), rows.get(0));
    assertThat(store.queries().shardFailures(1, 1, 2, 4, 1)).containsExactly(rows.get(1));
    assertThat(store.queries().shardFailures(1, 1, 2, 6, 10)).isEmpty();
    assertThat(store.queries().shardFailures(1, 1, 3, 4, 10)).isEmpty();
  }

  private static FailureRow shardFailure(int shard, int attempt) {
    return new FailureRow(0, 1, 1, 2, shard, "s" + shard, attempt, "FAILED", "Type", "message", "File.java:1", "stack",
        "local", 1_000);
  }

  private List<RunRow> pages(int dag, List<RunStatus> status, int limit) {
    List<RunRow> all = new ArrayList<>();
    @Nullable Position before = null;
    for (List<RunRow> page = store.queries().runs(dag, status, before, limit); !page.isEmpty(); page = store.queries()
        .runs(dag, status, before, limit)) {
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page);
      RunRow last = page.getLast();
      before = new Position(last.createdAt(), last.dag(), last.run());
    }
    return all;
  }

  private void write(List<RunRow> runs, List<FailureRow> failures) {
    take(0);
    projected = 1;
    assertThat(store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 1)), List.of(), List.of(), List.of(), runs,
            List.of(), failures)))
        .containsExactly(true);
  }
}
