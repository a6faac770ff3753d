package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.state.ResourceUsage;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership.Reader;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.EndedRun;
import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionsTest extends StoreContract {
  @Test void a_mark_moves_where_epoch_and_old_place_match() {
    take(0);
    assertThat(store.projections().write(moving(new Move(0, 1, 0, 1)))).containsExactly(true);
    assertThat(store.queries().projected(0)).isEqualTo(1);
    assertThat(store.projections().write(moving(new Move(0, 1, 0, 2)))).containsExactly(false);
    assertThat(store.projections().write(moving(new Move(0, 2, 1, 2)))).containsExactly(false);
    assertThat(store.queries().projected(0)).isEqualTo(1);
  }

  @Test void a_stale_projector_changes_nothing_and_the_others_of_its_batch_go_on() {
    take(0);
    take(0);
    take(1);
    Batch batch = new Batch(List.of(new Move(0, 1, 0, 1), new Move(1, 1, 0, 1)),
        List.of(chunk(0, 7, 1), chunk(1, 8, 1)),
        List.of(), List.of(chunk(0, 7, 2), chunk(1, 8, 2)), List.of(RunRows.run(0, 7, 1), RunRows.run(1, 8, 1)),
        List.of(RunRows.task(0, 7, 1, 0), RunRows.task(1, 8, 1, 0)),
        List.of(RunRows.failure(0, 7, 1, 0, 1), RunRows.failure(1, 8, 1, 0, 1)));
    assertThat(store.projections().write(batch)).containsExactly(false, true);
    assertThat(store.queries().run(7, 1)).isNull();
    assertThat(store.queries().tasks(7, 1)).isEmpty();
    assertThat(store.queries().failures(7, 1, -1, 10)).isEmpty();
    assertThat(store.queries().finalState(7, 2)).isEmpty();
    assertThat(store.queries().run(8, 1)).isNotNull();
    assertThat(store.queries().tasks(8, 1)).hasSize(1);
    assertThat(store.queries().failures(8, 1, -1, 10)).hasSize(1);
    assertThat(store.queries().finalState(8, 2)).hasSize(1);
    assertThat(chunks(new Taken(0, 2, 2))).isEmpty();
    assertThat(chunks(new Taken(1, 1, 1))).hasSize(1);
  }

  @Test void a_row_written_again_is_replaced_also_in_the_same_batch() {
    take(0);
    RunRow before = RunRows.run(0, 1, 1);
    RunRow after = RunRows.run(0, 1, 1, RunStatus.SUCCESS, "key", 5);
    TaskRow waiting = RunRows.task(0, 1, 1, 0);
    TaskRow done = new TaskRow(0, 1, 1, 0, 7, 2, 11, 12, 13, "agent", bytes("{}"), 0, 10, 9, 1);
    write(0, 1, List.of(before), List.of(waiting));
    write(1, 2, List.of(before, after), List.of(waiting, done));
    RunRows.assertSame(store.queries().run(1, 1), after);
    assertThat(store.queries().tasks(1, 1)).hasSize(1);
    RunRows.assertSame(store.queries().tasks(1, 1).getFirst(), done);
  }

  @Test void rows_come_back_as_they_were() {
    take(0);
    RunRow run = new RunRow(0, 3, 4, 5, RunStatus.CANCELLING, "a key", "manual", "me", 100, 200, 300,
        bytes("{\"a\":1}"), 0, 9, 8, 7,
        "because", null, List.of(3, 4));
    RunRow bare = new RunRow(0, 3, 5, 1, RunStatus.RUNNING, null, "api", "a key", 101, 0, 0, null, 77, 1, 0, 0, null);
    TaskRow task = new TaskRow(0, 3, 4, 1, 6, 2, 110, 120, 130, "agent-1", bytes("42"), 0, -1, 0, 0, 5, 140,
        new ResourceUsage(1_500_000, 1_200_000, 180L << 20));
    TaskRow sharded = new TaskRow(0, 3, 4, 2, 6, 1, 110, 0, 0, null, null, 88, 0, 0, 0);
    FailureRow failure = new FailureRow(0, 3, 4, 1, -1, null, 1, "ERROR", "java.lang.Error", "broken", "A.java:1",
        "at A\n at B", null, 140);
    FailureRow ofShard = new FailureRow(0, 3, 4, 2, 5, "k5", 1, "TIMEOUT", "", "", "", "", "agent-1", 150, 4);
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 1)), List.of(), List.of(), List.of(),
            List.of(run, bare), List.of(sharded, task), List.of(ofShard, failure)));
    RunRows.assertSame(store.queries().run(3, 4), run);
    RunRows.assertSame(store.queries().run(3, 5), bare);
    List<TaskRow> tasks = store.queries().tasks(3, 4);
    RunRows.assertSame(tasks.get(0), task);
    RunRows.assertSame(tasks.get(1), sharded);
    assertThat(store.queries().failures(3, 4, -1, 10)).containsExactly(failure, ofShard);
  }

  @Test void tasks_of_a_large_run_change_one_by_one_and_leave_their_neighbours() {
    take(0);
    List<TaskRow> all = new ArrayList<>();
    for (int task = 0; task < 200; task++) {
      all.add(RunRows.task(0, 1, 2, task));
    }
    write(0, 1, List.of(), List.of(RunRows.task(0, 1, 1, 63), RunRows.task(0, 1, 3, 0)));
    write(1, 2, List.of(), all);
    TaskRow changed = new TaskRow(0, 1, 2, 64, 7, 2, 11, 12, 13, "agent", bytes("{}"), 0, -1, 0, 0);
    TaskRow later = new TaskRow(0, 1, 2, 131_071, 1, 0, 11, 0, 0, null, null, 0, -1, 0, 0);
    write(2, 3, List.of(), List.of(changed, later));
    all.set(64, changed);
    all.add(later);
    RunRows.assertSame(store.queries().tasks(1, 2), all);
    assertThat(store.queries().tasks(1, 1)).extracting(TaskRow::task).containsExactly(63);
    assertThat(store.queries().tasks(1, 3)).extracting(TaskRow::task).containsExactly(0);
  }

  @Test void text_with_a_zero_character_stops_no_projection() {
    take(0);
    FailureRow failure = new FailureRow(0, 1, 1, 0, -1, null, 1, "ERROR", "T", "bad \0 text", "p", "s\0", "a", 1);
    assertThat(store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 1)), List.of(), List.of(), List.of(),
            List.of(), List.of(), List.of(failure))))
        .containsExactly(true);
    assertThat(store.queries().failures(1, 1, 0, 1).getFirst().message()).startsWith("bad ").endsWith(" text");
  }

  @Test void the_snapshot_of_a_run_goes_when_it_ends_and_its_final_state_stays() throws Exception {
    Taken taken = take(0);
    store.journal().append(List.of(entry(taken, 1, "ended")));
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 1)),
            List.of(chunk(0, 1, 1, 0), chunk(0, 1, 1, 1), chunk(0, 1, 2, 0)), List.of(), List.of(),
            List.of(RunRows.run(0, 1, 1)), List.of(), List.of()));
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 1, 2)), List.of(), List.of(new EndedRun(0, 1, 1)),
            List.of(chunk(0, 1, 1, 1), chunk(0, 1, 1, 0)), List.of(RunRows.run(0, 1, 1, RunStatus.FAILED, null, 9)),
            List.of(), List.of()));
    assertThat(chunks(taken)).containsExactly("1/2/0");
    assertThat(store.queries().finalState(1, 1)).extracting(RunChunk::chunk).containsExactly(0, 1);
    assertThat(store.queries().finalState(1, 2)).isEmpty();
  }

  @Test void a_rerun_that_ends_with_fewer_parts_leaves_none_of_the_older() {
    take(0);
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 1)), List.of(), List.of(new EndedRun(0, 1, 1)),
            List.of(chunk(0, 1, 1, 0), chunk(0, 1, 1, 1)), List.of(RunRows.run(0, 1, 1, RunStatus.FAILED, null, 9)),
            List.of(), List.of()));
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 1, 2)), List.of(chunk(0, 1, 1, 0)), List.of(), List.of(),
            List.of(RunRows.run(0, 1, 1)), List.of(), List.of()));
    assertThat(store.queries().finalState(1, 1)).as("of a run that is active again").isEmpty();
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 2, 3)), List.of(), List.of(new EndedRun(0, 1, 1)),
            List.of(chunk(0, 1, 1, 0)), List.of(RunRows.run(0, 1, 1, RunStatus.SUCCESS, null, 9)), List.of(),
            List.of()));
    assertThat(store.queries().finalState(1, 1)).extracting(RunChunk::chunk).containsExactly(0);
  }

  @Test void big_parts_and_big_batches_are_written() {
    Taken taken = take(0);
    List<TaskRow> tasks = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      tasks.add(RunRows.task(0, 1, 1, i));
    }
    RunChunk big = new RunChunk(0, 1, 1, 0, new byte[2_000_000]);
    store.projections()
        .write(new Batch(List.of(new Move(0, 1, 0, 1)), List.of(big), List.of(), List.of(), List.of(),
            tasks, List.of()));
    assertThat(store.queries().tasks(1, 1)).hasSize(20_000).isSortedAccordingTo((a, b) -> a.task() - b.task());
    assertThat(chunks(taken)).containsExactly("1/1/0");
  }

  private void write(long from, long to, List<RunRow> runs, List<TaskRow> tasks) {
    assertThat(store.projections()
        .write(new Batch(List.of(new Move(0, 1, from, to)), List.of(), List.of(), List.of(),
            runs, tasks, List.of())))
        .containsExactly(true);
  }

  private List<String> chunks(Taken taken) {
    List<String> chunks = new ArrayList<>();
    assertThat(store.ownership().recover(taken, new Reader() {
      @Override public void chunk(RunChunk chunk) {
        chunks.add(chunk.dag() + "/" + chunk.run() + "/" + chunk.chunk());
      }

      @Override public long projected(long sequence) {
        return sequence;
      }

      @Override public void entry(JournalEntry entry) {
        // not asked here
      }
    })).isTrue();
    return chunks;
  }

  private static Batch moving(Move move) {
    return new Batch(List.of(move), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private static RunChunk chunk(int partition, int dag, long run) {
    return chunk(partition, dag, run, 0);
  }

  private static RunChunk chunk(int partition, int dag, long run, int chunk) {
    return new RunChunk(partition, dag, run, chunk, bytes("state"));
  }
}
