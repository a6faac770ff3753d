package io.tidemill.store.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.runtime.port.MaintenanceEntry;
import io.tidemill.runtime.port.PauseEntry;
import io.tidemill.runtime.port.Projections.Batch;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.Move;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Queries.SlotPosition;
import io.tidemill.runtime.port.RunStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Slots and schedules in the query tables of every store.
class SlotRowsTest extends StoreContract {
  private long at;

  @Test void what_is_not_known_is_absent() {
    assertThat(store.queries().slots(1, null, List.of(), null, 10)).isEmpty();
    assertThat(store.queries().schedules(0)).isEmpty();
  }

  @Test void slots_come_newest_first_by_dag_and_by_schedule() {
    SlotRow missed = new SlotRow(0, 1, "nightly", -86_400_000, 0, 2, SlotOutcome.MISSED, SlotReason.DOWNTIME, 0, 50);
    SlotRow ran = row(1, "nightly", 86_400_000, SlotOutcome.RUN, null, 7);
    SlotRow skipped = row(1, "hourly", 90_000_000, SlotOutcome.SKIPPED, SlotReason.OVERLAP, 0);
    SlotRow another = row(2, "nightly", 86_400_000, SlotOutcome.RUN, null, 7);
    write(List.of(missed, ran, skipped, another), List.of());

    assertThat(store.queries().slots(1, null, List.of(), null, 10)).containsExactly(skipped, ran, missed);
    assertThat(store.queries().slots(1, "nightly", List.of(), null, 10)).containsExactly(ran, missed);
    assertThat(store.queries().slots(1, null, List.of(), after(skipped), 1)).containsExactly(ran);
    assertThat(store.queries().slots(3, null, List.of(), null, 10)).isEmpty();
  }

  @Test void slots_of_all_dags_come_in_parts_and_none_is_left_out_where_times_are_the_same() {
    List<SlotRow> all = List.of(row(2, "b", 2_000, SlotOutcome.RUN, null, 4),
        row(2, "a", 2_000, SlotOutcome.MISSED, SlotReason.DOWNTIME, 0), row(1, "c", 2_000, SlotOutcome.RUN, null, 2),
        row(1, "c", 1_000, SlotOutcome.SKIPPED, SlotReason.QUIET, 0));
    write(all, List.of());

    List<SlotRow> found = new ArrayList<>();
    for (@Nullable SlotPosition before = null; found.size() < 10; before = after(found.getLast())) {
      List<SlotRow> part = store.queries().slots(0, null, List.of(), before, 1);
      if (part.isEmpty()) {
        break;
      }
      found.addAll(part);
    }
    assertThat(found).isEqualTo(all);
    assertThat(store.queries().slots(0, null, List.of(SlotOutcome.MISSED, SlotOutcome.SKIPPED), null, 10))
        .containsExactly(all.get(1), all.get(3));
    assertThat(store.queries().slots(2, null, List.of(), after(all.getFirst()), 10)).containsExactly(all.get(1));
  }

  private static SlotPosition after(SlotRow row) {
    return new SlotPosition(row.time(), row.dag(), row.schedule());
  }

  @Test void a_slot_that_waited_is_told_anew_when_it_is_decided() {
    write(List.of(row(1, "nightly", 1_000, SlotOutcome.QUEUED, null, 0)), List.of());
    SlotRow ran = row(1, "nightly", 1_000, SlotOutcome.RUN, null, 3);
    write(List.of(ran), List.of());
    assertThat(store.queries().slots(1, null, List.of(), null, 10)).containsExactly(ran);
  }

  @Test void schedules_are_told_while_they_are_declared() {
    ScheduleRow nightly = new ScheduleRow(0, 1, "nightly", "cron 0 2 * * * Europe/Berlin", "Europe/Berlin", 5, 10, 12,
        1, 0, List.of(), List.of());
    ScheduleRow ended = new ScheduleRow(0, 2, "default", "every 5 s", "UTC", Long.MIN_VALUE, 0, 0, 0, 77,
        List.of(new PauseEntry(null, 77, ""), new PauseEntry("", 80, "anna"), new PauseEntry("a tag", 90, "bert")),
        List.of(new MaintenanceEntry("m-1", null, 100, 200, "", ""),
            new MaintenanceEntry("m-2", "", 1_000, 2_000, "anna", "upgrade; of the store")));
    write(List.of(), List.of(ended, nightly));
    assertThat(store.queries().schedules(0)).containsExactly(nightly, ended);
    assertThat(store.queries().schedules(2)).containsExactly(ended);

    write(List.of(), List.of(new ScheduleRow(0, 1, "nightly", "", "", 15, 0, 0, 0, 0, List.of(), List.of())));
    assertThat(store.queries().schedules(0)).containsExactly(ended);
  }

  @Test void late_slots_come_newest_first_since_a_time_each_once() {
    LateSlotRow paused = new LateSlotRow(0, 1, "nightly", LatenessKind.NOT_STARTED, 1_000, 9_000, 3, 600_000,
        LatenessCause.PAUSED, 0, 700);
    LateSlotRow active = new LateSlotRow(0, 1, "nightly", LatenessKind.NOT_FINISHED, 1_000, 1_000, 1, 600_000,
        LatenessCause.ACTIVE, 4, 800);
    LateSlotRow other = new LateSlotRow(0, 2, "hourly", LatenessKind.NOT_STARTED, 2_000, 2_000, 1, 5_000,
        LatenessCause.WAITING, 0, 900);
    writeLate(List.of(paused, active, other));
    writeLate(List.of(active));

    assertThat(store.queries().lateSlots(0, null, 0, 10)).containsExactly(other, paused, active);
    assertThat(store.queries().lateSlots(0, null, 800, 1)).containsExactly(other);
    assertThat(store.queries().lateSlots(1, null, 800, 10)).containsExactly(active);
    assertThat(store.queries().lateSlots(2, "nightly", 0, 10)).isEmpty();
  }

  private void writeLate(List<LateSlotRow> late) {
    write(new Batch(moves(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), List.of(), late));
  }

  @Test void a_run_names_its_slot_where_it_has_one() {
    RunRow ofSlot = new RunRow(0, 1, 1, 1, RunStatus.RUNNING, null, "schedule", "nightly", 100, 0, 0, null, 5, 1, 0, 0,
        null, new SlotRef("nightly", 0, -86_400_000, 0), List.of());
    RunRow byHand = RunRows.run(0, 1, 2);
    write(new Batch(moves(), List.of(), List.of(), List.of(), List.of(ofSlot, byHand), List.of(), List.of()));
    RunRows.assertSame(store.queries().run(1, 1), ofSlot);
    RunRows.assertSame(store.queries().run(1, 2), byHand);
  }

  private static SlotRow row(int dag, String schedule, long time, SlotOutcome outcome, @Nullable SlotReason reason,
      long run) {
    return new SlotRow(0, dag, schedule, time, time, 1, outcome, reason, run, 50);
  }

  private void write(List<SlotRow> slots, List<ScheduleRow> schedules) {
    write(new Batch(moves(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), slots, schedules));
  }

  private List<Move> moves() {
    if (at == 0) {
      take(0);
    }
    return List.of(new Move(0, 1, at, ++at));
  }

  private void write(Batch batch) {
    assertThat(store.projections().write(batch)).containsExactly(true);
  }
}
