package io.tidemill.runtime.codec;

import io.tidemill.engine.reply.AssetEventAccepted;
import io.tidemill.engine.reply.BackfillAccepted;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.reply.CancelAccepted;
import io.tidemill.engine.reply.MarkPlanned;
import io.tidemill.engine.reply.PauseAccepted;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RerunPlanned;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.schedule.BackfillStatus;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.runtime.wire.WireAssetEventAccepted;
import io.tidemill.runtime.wire.WireBackfillAccepted;
import io.tidemill.runtime.wire.WireChange;
import io.tidemill.runtime.wire.WireEmpty;
import io.tidemill.runtime.wire.WireMarkChange;
import io.tidemill.runtime.wire.WireMarkPlanned;
import io.tidemill.runtime.wire.WirePlannedSlots;
import io.tidemill.runtime.wire.WirePlannedTotal;
import io.tidemill.runtime.wire.WireRefused;
import io.tidemill.runtime.wire.WireReply;
import io.tidemill.runtime.wire.WireRerunPlanned;
import io.tidemill.runtime.wire.WireResumePlanned;
import io.tidemill.runtime.wire.WireRunAccepted;

/// Answers to commands as messages, and back.
final class ReplyCodec {
  private ReplyCodec() {}

  static WireReply encode(Reply reply) {
    WireReply.Builder wire = WireReply.newBuilder();
    switch (reply) {
      case RunAccepted r -> wire.setRun(r.run())
          .setRunAccepted(WireRunAccepted.newBuilder().setVersion(r.version()).setCreated(r.created()));
      case CancelAccepted r -> wire.setRun(r.run()).setCancelAccepted(WireEmpty.getDefaultInstance());
      case Refused r ->
        wire.setRefused(WireRefused.newBuilder().setCode(r.code().ordinal()).setMessage(r.message()));
      case RerunPlanned r -> {
        WireRerunPlanned.Builder planned = WireRerunPlanned.newBuilder()
            .setTasks(r.tasks())
            .setVersion(r.version())
            .setOriginal(r.original())
            .setHash(r.hash())
            .setApplied(r.applied());
        r.changes()
            .forEach(change -> planned.addChanges(WireChange.newBuilder()
                .setTask(change.task())
                .setFrom(change.from())
                .setExtent(change.extent().ordinal())
                .setShards(change.shards())));
        wire.setRerunPlanned(planned);
      }
      case MarkPlanned r -> {
        WireMarkPlanned.Builder planned = WireMarkPlanned.newBuilder()
            .setTasks(r.tasks())
            .setHash(r.hash())
            .setApplied(r.applied());
        r.changes()
            .forEach(change -> planned.addChanges(WireMarkChange.newBuilder()
                .setTask(change.task())
                .setFrom(change.from())
                .setTo(change.to())));
        wire.setMarkPlanned(planned);
      }
      case PauseAccepted r -> wire.setPauseAcceptedChanged(r.changed());
      case ResumePlanned r -> {
        WireResumePlanned.Builder planned = WireResumePlanned.newBuilder()
            .setOwn(r.own())
            .setPaused(r.paused())
            .setApplied(r.applied())
            .setCutShort(!r.complete())
            .setEvents(r.events());
        r.totals().forEach(total -> planned.addTotals(encode(total)));
        r.slots().forEach(slots -> planned.addSlots(encode(slots)));
        wire.setResumePlanned(planned);
      }
      case BackfillPlanned r -> wire.setBackfillPlanned(BackfillCodec.encode(r));
      case BackfillAccepted r -> wire.setBackfillAccepted(WireBackfillAccepted.newBuilder()
          .setBackfill(r.backfill())
          .setStatus(r.status().ordinal())
          .setActive(r.active()));
      case AssetEventAccepted r -> wire.setAssetEventAccepted(
          WireAssetEventAccepted.newBuilder().setEvent(r.event()).setTold(r.told()));
    }
    return wire.build();
  }

  private static WirePlannedTotal encode(ResumePlanned.Total total) {
    WirePlannedTotal.Builder wire = WirePlannedTotal.newBuilder()
        .setOutcome(total.outcome().ordinal())
        .setCount(total.count());
    if (total.reason() != null) {
      wire.setReason(total.reason().ordinal());
    }
    return wire.build();
  }

  private static ResumePlanned.Total decode(WirePlannedTotal wire) {
    return new ResumePlanned.Total(SlotOutcome.of(wire.getOutcome()),
        wire.hasReason() ? SlotReason.of(wire.getReason()) : null, wire.getCount());
  }

  private static WirePlannedSlots encode(ResumePlanned.Slots slots) {
    WirePlannedSlots.Builder wire = WirePlannedSlots.newBuilder()
        .setSchedule(slots.schedule())
        .setFirst(slots.first())
        .setLast(slots.last())
        .setCount(slots.count())
        .setOutcome(slots.outcome().ordinal());
    if (slots.reason() != null) {
      wire.setReason(slots.reason().ordinal());
    }
    return wire.build();
  }

  private static ResumePlanned.Slots decode(WirePlannedSlots wire) {
    return new ResumePlanned.Slots(wire.getSchedule(), wire.getFirst(), wire.getLast(), wire.getCount(),
        SlotOutcome.of(wire.getOutcome()), wire.hasReason() ? SlotReason.of(wire.getReason()) : null);
  }

  static Reply decode(int dag, WireReply wire) {
    return switch (wire.getWhatCase()) {
      case RUN_ACCEPTED -> new RunAccepted(dag, wire.getRun(), wire.getRunAccepted().getVersion(),
          wire.getRunAccepted().getCreated());
      case CANCEL_ACCEPTED -> new CancelAccepted(dag, wire.getRun());
      case REFUSED -> new Refused(Refused.Code.of(wire.getRefused().getCode()), wire.getRefused().getMessage());
      case RERUN_PLANNED -> {
        WireRerunPlanned w = wire.getRerunPlanned();
        yield new RerunPlanned(w.getChangesList()
            .stream()
            .map(change -> new RerunPlanned.Change(change.getTask(), change.getFrom(),
                RerunPlanned.Extent.of(change.getExtent()), change.getShards()))
            .toList(), w.getTasks(), w.getVersion(), w.getOriginal(), w.getHash(), w.getApplied());
      }
      case MARK_PLANNED -> {
        WireMarkPlanned w = wire.getMarkPlanned();
        yield new MarkPlanned(w.getChangesList()
            .stream()
            .map(change -> new MarkPlanned.Change(change.getTask(), change.getFrom(), change.getTo()))
            .toList(), w.getTasks(), w.getHash(), w.getApplied());
      }
      case PAUSE_ACCEPTED_CHANGED -> new PauseAccepted(wire.getPauseAcceptedChanged());
      case RESUME_PLANNED -> {
        WireResumePlanned w = wire.getResumePlanned();
        yield new ResumePlanned(w.getSlotsList().stream().map(ReplyCodec::decode).toList(),
            w.getTotalsList().stream().map(ReplyCodec::decode).toList(), w.getEvents(), !w.getCutShort(), w.getOwn(),
            w.getPaused(), w.getApplied());
      }
      case BACKFILL_PLANNED -> BackfillCodec.decode(wire.getBackfillPlanned());
      case BACKFILL_ACCEPTED -> new BackfillAccepted(wire.getBackfillAccepted().getBackfill(),
          BackfillStatus.of(wire.getBackfillAccepted().getStatus()), wire.getBackfillAccepted().getActive());
      case ASSET_EVENT_ACCEPTED ->
        new AssetEventAccepted(wire.getAssetEventAccepted().getEvent(), wire.getAssetEventAccepted().getTold());
      case WHAT_NOT_SET -> throw new CorruptEntryException(
          "Expected an answer this program knows, but found another; a newer program wrote it: run that one");
    };
  }
}
