package io.tidemill.runtime.codec;

import io.tidemill.dsl.SlotResult;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.fact.SlotsLate;
import io.tidemill.engine.fact.SlotsNotRun;
import io.tidemill.engine.fact.VersionActivated;
import io.tidemill.engine.fact.VersionActivated.Declared;
import io.tidemill.engine.schedule.LatenessCause;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.schedule.SlotReason;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.LatenessWatch;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.PauseHistory;
import io.tidemill.engine.state.PauseHistory.Span;
import io.tidemill.engine.state.ScheduleState;
import io.tidemill.engine.state.SlotHistory;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import io.tidemill.runtime.wire.DagChunk;
import io.tidemill.runtime.wire.WireMaintenance;
import io.tidemill.runtime.wire.WirePause;
import io.tidemill.runtime.wire.WireSchedule;
import io.tidemill.runtime.wire.WireSlot;
import io.tidemill.runtime.wire.WireSlotsLate;
import io.tidemill.runtime.wire.WireSlotsNotRun;
import io.tidemill.runtime.wire.WireTrigger;
import io.tidemill.runtime.wire.WireVersionActivated;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Schedules and slots as messages. A declaration travels as JSON, so that a further option needs no field here.
final class ScheduleCodec {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private static final SlotResult[] RESULTS = SlotResult.values();

  private ScheduleCodec() {}

  static WireSlot encode(SlotRef slot) {
    return WireSlot.newBuilder()
        .setSchedule(slot.schedule())
        .setTime(slot.time())
        .setBeginsBefore(slot.time() - slot.intervalStart())
        .setEndsBefore(slot.time() - slot.intervalEnd())
        .build();
  }

  static SlotRef decode(WireSlot wire) {
    return new SlotRef(wire.getSchedule(), wire.getTime(), wire.getTime() - wire.getBeginsBefore(),
        wire.getTime() - wire.getEndsBefore());
  }

  static WireTrigger encode(Trigger.Slot trigger, WireTrigger.Builder wire) {
    wire.setSlot(encode(trigger.slot()));
    SlotResult previous = trigger.past().previous();
    if (previous != null) {
      wire.setPrevious(previous.ordinal());
    }
    if (trigger.past().lastSuccess() != SlotHistory.NEVER) {
      wire.setSuccessBefore(trigger.slot().time() - trigger.past().lastSuccess());
    }
    return wire.build();
  }

  static Trigger.Slot decode(WireTrigger wire) {
    SlotRef slot = decode(wire.getSlot());
    return new Trigger.Slot(slot, new SlotHistory.Past(wire.hasPrevious() ? RESULTS[wire.getPrevious()] : null,
        wire.hasSuccessBefore() ? slot.time() - wire.getSuccessBefore() : SlotHistory.NEVER));
  }

  static WireSlotsNotRun encode(SlotsNotRun fact) {
    return WireSlotsNotRun.newBuilder()
        .setSchedule(fact.schedule())
        .setFirst(fact.first())
        .setSpan(fact.last() - fact.first())
        .setCount(fact.count())
        .setOutcome(fact.outcome().ordinal())
        .setReason(fact.reason().ordinal())
        .build();
  }

  static SlotsNotRun decode(int dag, WireSlotsNotRun wire) {
    return new SlotsNotRun(dag, wire.getSchedule(), wire.getFirst(), wire.getFirst() + wire.getSpan(), wire.getCount(),
        SlotOutcome.of(wire.getOutcome()), SlotReason.of(wire.getReason()));
  }

  static WireSlotsLate encode(SlotsLate fact) {
    return WireSlotsLate.newBuilder()
        .setSchedule(fact.schedule())
        .setKind(fact.kind().ordinal())
        .setFirst(fact.first())
        .setSpan(fact.last() - fact.first())
        .setCount(fact.count())
        .setLimitMillis(fact.limitMillis())
        .setCause(fact.cause().ordinal())
        .setRun(fact.run())
        .build();
  }

  static SlotsLate decode(int dag, WireSlotsLate wire) {
    return new SlotsLate(dag, wire.getSchedule(), LatenessKind.of(wire.getKind()), wire.getFirst(),
        wire.getFirst() + wire.getSpan(), wire.getCount(), wire.getLimitMillis(), LatenessCause.of(wire.getCause()),
        wire.getRun());
  }

  static WireVersionActivated encode(VersionActivated fact) {
    WireVersionActivated.Builder wire = head(fact.id(), fact.version(), fact.tags(), fact.overlap());
    for (Declared each : fact.schedules()) {
      wire.addSchedules(WireSchedule.newBuilder()
          .setName(each.node().name())
          .setDeclaration(json(each.node()))
          .setCursor(each.cursor())
          .setSince(each.since()));
    }
    fact.keptPauses().forEach(span -> wire.addKeptPauses(span.from()).addKeptPauses(span.until()));
    LinksCodec.encode(fact.links(), wire);
    return wire.build();
  }

  private static WireVersionActivated.Builder head(String id, int version, Iterable<String> tags, OverlapNode overlap) {
    return WireVersionActivated.newBuilder()
        .setId(id)
        .setVersion(version)
        .addAllTags(tags)
        .setOverlapPolicy(overlap.policy().name())
        .setOverlapLimit(overlap.limit());
  }

  static VersionActivated decode(int dag, WireVersionActivated wire) {
    return new VersionActivated(dag, wire.getId(), wire.getVersion(), wire.getTagsList(), overlap(wire),
        wire.getSchedulesList()
            .stream()
            .map(each -> new Declared(node(each.getDeclaration()), each.getCursor(), each.getSince()))
            .toList(),
        LinksCodec.decode(wire), spans(wire.getKeptPausesList()));
  }

  private static OverlapNode overlap(WireVersionActivated wire) {
    return new OverlapNode(OverlapPolicy.valueOf(wire.getOverlapPolicy()), wire.getOverlapLimit());
  }

  static String json(Object node) {
    return MAPPER.writeValueAsString(node);
  }

  static ScheduleNode node(String json) {
    return read(json, ScheduleNode.class);
  }

  static <T> T read(String json, Class<T> declaration) {
    try {
      return MAPPER.readValue(json, declaration);
    } catch (JacksonException e) {
      throw new CorruptEntryException("Expected the declaration of a schedule, but found " + e.getOriginalMessage()
          + "; a newer program wrote it: run that one");
    }
  }

  /// A maintenance window.
  static WireMaintenance encode(MaintenanceWindow window) {
    return WireMaintenance.newBuilder()
        .setId(window.id())
        .setDag(window.dag())
        .setTag(window.tag())
        .setFrom(window.from())
        .setUntil(window.until())
        .setReason(window.reason())
        .setBy(window.by())
        .setStage(window.stage().ordinal())
        .build();
  }

  /// The maintenance window that a message tells.
  static MaintenanceWindow decode(WireMaintenance wire) {
    return new MaintenanceWindow(wire.getId(), wire.getDag(), wire.getTag(), wire.getFrom(), wire.getUntil(),
        wire.getReason(), wire.getBy(), MaintenanceWindow.Stage.of(wire.getStage()));
  }

  /// What a snapshot remembers of pauses.
  static WirePause encode(String tag, PauseHistory pauses) {
    WirePause.Builder wire = WirePause.newBuilder().setTag(tag).setSince(pauses.since()).setBy(pauses.by());
    pauses.ended().forEach(span -> wire.addEnded(span.from()).addEnded(span.until()));
    wire.addAllCommands(pauses.commands());
    return wire.build();
  }

  /// Sets what a snapshot remembers of pauses.
  static void restore(WirePause wire, PauseHistory pauses) {
    spans(wire.getEndedList()).forEach(pauses::add);
    pauses.begin(wire.getSince(), wire.getBy());
    wire.getCommandsList().forEach(pauses::apply);
  }

  private static List<Span> spans(List<Long> ends) {
    List<Span> spans = new ArrayList<>();
    for (int i = 0; i + 1 < ends.size(); i += 2) {
      spans.add(new Span(ends.get(i), ends.get(i + 1)));
    }
    return spans;
  }

  /// What a snapshot remembers of a DAG's schedules.
  static void encode(DagState dag, DagChunk.Builder chunk) {
    chunk.setHeldBy(dag.heldBy()).setPauses(encode("", dag.pauses()));
    dag.waiting().forEach(slot -> chunk.addWaiting(encode(slot)));
    // Those of a DAG that was removed too: deployed again, it goes on behind what it decided before.
    LinksCodec.encode(dag, chunk);
    if (dag.version() == 0 && dag.schedules().isEmpty() && dag.links().addresses().isEmpty()) {
      return;
    }
    WireVersionActivated.Builder wire = head(dag.id(), dag.version(), dag.tags(), dag.overlap());
    for (ScheduleState schedule : dag.schedules().values()) {
      WireSchedule.Builder each = WireSchedule.newBuilder()
          .setName(schedule.name())
          .setCursor(schedule.cursor())
          .setSince(schedule.since());
      if (schedule.node() != null) {
        each.setDeclaration(json(schedule.node()));
      }
      schedule.history().results().forEach((time, result) -> each.addPastTimes(time).addPastResults(result.ordinal()));
      if (schedule.history().lastSuccess() != SlotHistory.NEVER) {
        each.setLastSuccess(schedule.history().lastSuccess());
      }
      LinksCodec.encode(schedule, each);
      LatenessWatch starts = schedule.lateness(LatenessKind.NOT_STARTED);
      if (starts.limitMillis() > 0) {
        each.setStartsChecked(starts.cursor()).addAllStarted(starts.met());
      }
      LatenessWatch ends = schedule.lateness(LatenessKind.NOT_FINISHED);
      if (ends.limitMillis() > 0) {
        each.setEndsChecked(ends.cursor()).addAllEnded(ends.met());
      }
      wire.addSchedules(each);
    }
    LinksCodec.encode(dag.links(), wire);
    chunk.setActivated(wire);
  }

  /// Sets what a snapshot remembers of a DAG's schedules.
  static void restore(DagChunk chunk, DagState dag) {
    dag.heldBy(chunk.getHeldBy());
    restore(chunk.getPauses(), dag.pauses());
    chunk.getWaitingList().forEach(slot -> dag.waiting().add(decode(slot)));
    if (chunk.hasActivated()) {
      WireVersionActivated wire = chunk.getActivated();
      dag.activate(wire.getId(), wire.getVersion(), wire.getTagsList(), overlap(wire));
      for (WireSchedule each : wire.getSchedulesList()) {
        ScheduleState schedule = dag.schedule(each.getName());
        if (each.hasDeclaration()) {
          schedule.declare(dag.id(), node(each.getDeclaration()), each.getCursor(), each.getSince());
        } else {
          schedule.decided(each.getCursor());
        }
        for (int i = 0; i < each.getPastTimesCount(); i++) {
          schedule.history().note(each.getPastTimes(i), RESULTS[each.getPastResults(i)]);
        }
        LinksCodec.restore(each, schedule);
        if (each.hasStartsChecked()) {
          schedule.lateness(LatenessKind.NOT_STARTED).restore(each.getStartsChecked(), each.getStartedList());
        }
        if (each.hasEndsChecked()) {
          schedule.lateness(LatenessKind.NOT_FINISHED).restore(each.getEndsChecked(), each.getEndedList());
        }
        if (each.hasLastSuccess()) {
          schedule.history().noteSuccess(each.getLastSuccess());
        }
      }
    }
    LinksCodec.restore(chunk, dag);
  }
}
