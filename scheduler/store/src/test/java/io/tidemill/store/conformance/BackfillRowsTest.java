package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.BackfillCounts;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.BackfillSlotRow;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Backfills, the slots they ran, and what is known of a range of slots, in the query tables of every store.
class BackfillRowsTest extends StoreContract {
  private long at;

  @Test void what_is_not_known_is_absent() {
    assertThat(store.queries().backfills(0, 10)).isEmpty();
    assertThat(store.queries().backfill(1, 1)).isNull();
    assertThat(store.queries().runsOfBackfill(1, 1, List.of(), Long.MAX_VALUE, 10)).isEmpty();
    assertThat(store.queries().slotsBetween(1, "nightly", 0, 10)).isEmpty();
    assertThat(store.queries().backfilledBetween(1, "nightly", 0, 10)).isEmpty();
    assertThat(store.queries().statuses(1, List.of(1L))).isEmpty();
    assertThat(store.queries().lastRun(1)).isZero();
  }

  @Test void backfills_come_newest_first_and_the_last_row_of_each_counts() {
    BackfillRow first = backfill(1, 1, BackfillStatus.RUNNING, 100);
    BackfillRow second = backfill(1, 2, BackfillStatus.RUNNING, 200);
    BackfillRow other = backfill(2, 1, BackfillStatus.PAUSED, 150);
    write(List.of(first, second, other), List.of(), List.of(), List.of());
    assertThat(store.queries().backfills(0, 10)).containsExactly(second, other, first);
    assertThat(store.queries().backfills(1, 1)).containsExactly(second);

    BackfillRow ended = backfill(1, 1, BackfillStatus.FAILED, 100);
    write(List.of(ended), List.of(), List.of(), List.of());
    assertThat(store.queries().backfill(1, 1)).isEqualTo(ended);
    assertThat(store.queries().backfills(1, 10)).containsExactly(second, ended);
  }

  @Test void runs_of_a_backfill_come_newest_first_by_status_and_part_by_part() {
    write(List.of(), List.of(slot(1, 1_000, 5), slot(1, 2_000, 6), slot(1, 3_000, 7), slot(2, 3_000, 8)),
        List.of(run(5, 1, 1_000, RunStatus.FAILED), run(6, 1, 2_000, RunStatus.SUCCESS),
            run(7, 1, 3_000, RunStatus.SUCCESS), run(8, 2, 3_000, RunStatus.SUCCESS)),
        List.of());
    assertThat(runs(List.of(), Long.MAX_VALUE, 10)).containsExactly(7L, 6L, 5L);
    assertThat(runs(List.of(), 7, 1)).containsExactly(6L);
    assertThat(runs(List.of(RunStatus.FAILED), Long.MAX_VALUE, 10)).containsExactly(5L);
    assertThat(store.queries().lastRun(1)).isEqualTo(8);
    assertThat(store.queries().statuses(1, List.of(5L, 6L, 99L)))
        .isEqualTo(Map.of(5L, RunStatus.FAILED, 6L, RunStatus.SUCCESS));
    assertThat(store.queries().statuses(1, LongStream.range(1, 5_000).boxed().toList())).hasSize(4);
  }

  @Test void a_run_of_a_backfill_names_its_slot() {
    write(List.of(), List.of(), List.of(run(5, 1, 1_000, RunStatus.RUNNING)), List.of());
    assertThat(Objects.requireNonNull(store.queries().run(1, 5)).slot())
        .isEqualTo(new SlotRef("nightly", 1_000, 0, 1_000));
  }

  @Test void slots_of_a_range_come_oldest_first_with_the_row_that_reaches_into_it() {
    SlotRow before = missed(-9_000, -6_000);
    SlotRow into = missed(-5_000, 2_000);
    SlotRow inside = new SlotRow(0, 1, "nightly", 3_000, 3_000, 1, SlotOutcome.RUN, null, 4, 50);
    SlotRow behind = missed(10_000, 10_000);
    SlotRow other = new SlotRow(0, 1, "hourly", 3_000, 3_000, 1, SlotOutcome.RUN, null, 5, 50);
    write(List.of(), List.of(), List.of(), List.of(behind, inside, other, into, before));
    assertThat(store.queries().slotsBetween(1, "nightly", 0, 10_000)).containsExactly(into, inside);
    assertThat(store.queries().slotsBetween(1, "nightly", 3_000, 3_001)).containsExactly(inside);
    assertThat(store.queries().slotsBetween(1, "nightly", 4_000, 10_000)).isEmpty();
    assertThat(store.queries().slotsBetween(1, "nightly", -20_000, 20_000))
        .containsExactly(before, into, inside, behind);
    assertThat(store.queries().slotsBetween(2, "nightly", 0, 10_000)).isEmpty();
  }

  @Test void a_slot_that_two_backfills_ran_has_both() {
    write(List.of(), List.of(slot(1, 1_000, 5), slot(2, 1_000, 9), slot(2, 2_000, 10)), List.of(), List.of());
    assertThat(store.queries().backfilledBetween(1, "nightly", 1_000, 2_000))
        .containsExactly(slot(1, 1_000, 5), slot(2, 1_000, 9));
    assertThat(store.queries().backfilledBetween(1, "hourly", 1_000, 2_000)).isEmpty();
  }

  @Test void slots_that_were_backfilled_are_counted_once_with_the_newest_run() {
    write(List.of(), List.of(slot(1, 1_000, 5), slot(2, 1_000, 9), slot(2, 2_000, 8)), List.of(), List.of());
    assertThat(store.queries().backfilled(1, "nightly", 1_000, 2_001)).isEqualTo(new Queries.Backfilled(2, 9));
    assertThat(store.queries().backfilled(1, "nightly", 2_000, 2_001)).isEqualTo(new Queries.Backfilled(1, 8));
    assertThat(store.queries().backfilled(1, "nightly", 2_001, 9_000)).isNull();
    assertThat(store.queries().backfilled(1, "hourly", 0, 9_000)).isNull();
  }

  private List<Long> runs(List<RunStatus> status, long before, int limit) {
    return store.queries().runsOfBackfill(1, 1, status, before, limit).stream().map(RunRow::run).toList();
  }

  private static SlotRow missed(long first, long last) {
    return new SlotRow(0, 1, "nightly", first, last, 3, SlotOutcome.MISSED, SlotReason.DOWNTIME, 0, 50);
  }

  private static BackfillRow backfill(int dag, long number, BackfillStatus status, long createdAt) {
    return new BackfillRow(0, dag, number, "nightly", "Europe/Berlin", -86_400_000, 864_000_000, Reprocess.ALL,
        SlotOrder.NEWEST_FIRST, 3, status, "me", createdAt, status.ended() ? createdAt + 50 : 0,
        new BackfillTotals(8, 2, 1), 3, 1, new BackfillCounts(1, 2, 0, 1));
  }

  private static BackfillSlotRow slot(long backfill, long time, long run) {
    return new BackfillSlotRow(0, 1, backfill, "nightly", time, run);
  }

  private static RunRow run(long run, long backfill, long time, RunStatus status) {
    Trigger trigger = new Trigger.Backfill(backfill, new SlotRef("nightly", time, time - 1_000, time));
    return new RunRow(0, 1, run, 1, status, null, trigger.kind(), trigger.origin(), 100, 0, 0, null, 5, 1, 0, 0, null,
        trigger.ofSlot(), List.of());
  }

  private void write(List<BackfillRow> backfills, List<BackfillSlotRow> slots, List<RunRow> runs,
      List<SlotRow> decided) {
    if (at == 0) {
      take(0);
    }
    assertThat(store.projections()
        .write(new Batch(List.of(new Move(0, 1, at, ++at)), List.of(), List.of(), List.of(), runs, List.of(),
            List.of(), decided, List.of(), backfills, slots)))
        .containsExactly(true);
  }
}
