package io.tidemill.api.service;

import io.tidemill.api.schedule.ScheduleView.NextSlot;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.runtime.CompiledGraphCache;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.StoreException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the active versions of DAGs declare about their schedules.
record DeclaredSchedules(CompiledGraphCache graphs) {
  /// The graph of the active version, null where there is none that can be read.
  @Nullable Graph graph(Catalog.Dag dag) {
    if (dag.active() == Catalog.NO_VERSION) {
      return null;
    }
    try {
      return graphs.compiled(dag.number(), dag.active()).graph();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException _) {
      // One graph that cannot be read must not hide the other DAGs.
      return null;
    }
  }

  /// A schedule by its name, null where there is none.
  static @Nullable ScheduleNode schedule(@Nullable Graph graph, String name) {
    return graph == null
        ? null
        : graph.schedules().stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  /// Slots after an instant, at most so many, that are due before another.
  static List<NextSlot> slots(String dag, ScheduleNode schedule, Instant after, Instant until, Instant startsFrom,
      int most) {
    List<NextSlot> slots = new ArrayList<>();
    SlotSequence sequence = SlotSequence.of(dag, schedule);
    ZoneId zone = sequence.zone();
    ScheduledSlot slot = most == 0 ? null : sequence.next(after);
    while (slot != null && slot.time().isBefore(until)) {
      if (!slot.runAfter().isBefore(startsFrom)) {
        slots.add(new NextSlot(slot.time(),
            LocalDateTime.ofInstant(slot.time(), zone) + zone.getRules().getOffset(slot.time()).getId(),
            slot.runAfter(), slot.skipped()));
      }
      slot = slots.size() < most ? sequence.next(slot.time()) : null;
    }
    return slots;
  }
}
