package io.tidemill.runtime.codec;

import io.tidemill.engine.fact.BackfillCreated;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.BackfillTotals;
import io.tidemill.engine.schedule.FateReason;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.state.BackfillCounts;
import io.tidemill.engine.state.BackfillSpec;
import io.tidemill.engine.state.BackfillState;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.SlotSpan;
import io.tidemill.runtime.wire.DagChunk;
import io.tidemill.runtime.wire.WireBackfill;
import io.tidemill.runtime.wire.WireBackfillChange;
import io.tidemill.runtime.wire.WireBackfillPlanned;
import io.tidemill.runtime.wire.WireFates;
import io.tidemill.runtime.wire.WireSpan;
import java.util.List;

/// Backfills as messages.
final class BackfillCodec {
  private BackfillCodec() {}

  static WireBackfill encode(BackfillCreated fact) {
    return encode(fact.backfill(), fact.spec(), fact.slots(), fact.totals()).build();
  }

  private static WireBackfill.Builder encode(long number, BackfillSpec spec, List<SlotSpan> slots,
      BackfillTotals totals) {
    WireBackfill.Builder wire = WireBackfill.newBuilder()
        .setBackfill(number)
        .setDeclaration(ScheduleCodec.json(spec.node()))
        .setFrom(spec.from())
        .setUntil(spec.until())
        .setReprocess(spec.reprocess().ordinal())
        .setOrder(spec.order().ordinal())
        .setConcurrency(spec.concurrency())
        .setParams(WireValues.encode(spec.params()))
        .setBy(spec.by())
        .setRun(totals.run())
        .setAdopted(totals.adopted())
        .setSkipped(totals.skipped());
    slots.forEach(span -> wire.addSlots(encode(span)));
    return wire;
  }

  static BackfillCreated decode(int dag, WireBackfill wire) {
    return new BackfillCreated(dag, wire.getBackfill(), spec(wire), slots(wire), totals(wire));
  }

  private static BackfillSpec spec(WireBackfill wire) {
    return new BackfillSpec(ScheduleCodec.node(wire.getDeclaration()), wire.getFrom(), wire.getUntil(),
        Reprocess.of(wire.getReprocess()), SlotOrder.of(wire.getOrder()), wire.getConcurrency(),
        WireValues.decode(wire.getParams()), wire.getBy());
  }

  private static List<SlotSpan> slots(WireBackfill wire) {
    return wire.getSlotsList().stream().map(BackfillCodec::decode).toList();
  }

  private static BackfillTotals totals(WireBackfill wire) {
    return new BackfillTotals(wire.getRun(), wire.getAdopted(), wire.getSkipped());
  }

  private static WireSpan encode(SlotSpan span) {
    return WireSpan.newBuilder()
        .setFirst(span.first())
        .setSpan(span.last() - span.first())
        .setCount(span.count())
        .build();
  }

  private static SlotSpan decode(WireSpan wire) {
    return new SlotSpan(wire.getFirst(), wire.getFirst() + wire.getSpan(), wire.getCount());
  }

  static WireBackfillChange change(long backfill, String by) {
    return WireBackfillChange.newBuilder().setBackfill(backfill).setBy(by).build();
  }

  static WireBackfillChange change(long backfill, BackfillStatus status) {
    return WireBackfillChange.newBuilder().setBackfill(backfill).setStatus(status.ordinal()).build();
  }

  static WireBackfillPlanned encode(BackfillPlanned reply) {
    WireBackfillPlanned.Builder wire = WireBackfillPlanned.newBuilder()
        .setRun(reply.totals().run())
        .setAdopted(reply.totals().adopted())
        .setSkipped(reply.totals().skipped())
        .setPlan(reply.plan())
        .setBackfill(reply.backfill());
    reply.slots()
        .forEach(slots -> wire.addSlots(WireFates.newBuilder()
            .setSlots(encode(new SlotSpan(slots.first(), slots.last(), slots.count())))
            .setReason(slots.reason().ordinal())
            .setRun(slots.run())));
    return wire.build();
  }

  static BackfillPlanned decode(WireBackfillPlanned wire) {
    return new BackfillPlanned(wire.getSlotsList().stream().map(each -> {
      SlotSpan span = decode(each.getSlots());
      return new BackfillPlanned.Slots(span.first(), span.last(), span.count(), FateReason.of(each.getReason()),
          each.getRun());
    }).toList(), new BackfillTotals(wire.getRun(), wire.getAdopted(), wire.getSkipped()), wire.getPlan(),
        wire.getBackfill());
  }

  /// What a snapshot remembers of a DAG's backfills.
  static void encode(DagState dag, DagChunk.Builder chunk) {
    chunk.setLastBackfill(dag.lastBackfill()).setEndedBackfillRun(dag.endedBackfillRun());
    for (BackfillState backfill : dag.backfills().values()) {
      if (!backfill.status().ended()) {
        BackfillCounts counts = backfill.counts();
        chunk.addBackfills(encode(backfill.number(), backfill.spec(), backfill.pending(), backfill.totals())
            .setCreatedAt(backfill.createdAt())
            .setLastRun(backfill.lastRun())
            .setChangedAt(backfill.changedAt())
            .setStatus(backfill.status().ordinal())
            .setSuccess(counts.success())
            .setFailed(counts.failed())
            .setCancelled(counts.cancelled())
            .setEndedSkipped(counts.skipped()));
      }
    }
  }

  /// Sets what a snapshot remembers of a DAG's backfills. The DAG is activated before.
  static void restore(DagChunk chunk, DagState dag) {
    for (WireBackfill wire : chunk.getBackfillsList()) {
      BackfillState backfill = new BackfillState(dag.id(), wire.getBackfill(), spec(wire), slots(wire), totals(wire),
          wire.getCreatedAt());
      backfill.restore(BackfillStatus.of(wire.getStatus()), new BackfillCounts(wire.getSuccess(), wire.getFailed(), wire
          .getCancelled(), wire.getEndedSkipped()), wire.getLastRun(), wire.getChangedAt());
      dag.add(backfill);
    }
    dag.sawBackfills(chunk.getLastBackfill(), chunk.getEndedBackfillRun());
  }
}
