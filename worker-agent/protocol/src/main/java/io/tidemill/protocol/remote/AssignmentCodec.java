package io.tidemill.protocol.remote;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.RunAssetUpdates;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.RunSlot;
import io.tidemill.protocol.WireValue;
import io.tidemill.protocol.wire.Expand;
import io.tidemill.protocol.wire.Input;
import io.tidemill.protocol.wire.PreviousShards;
import io.tidemill.protocol.wire.ShardRange;
import io.tidemill.protocol.wire.Shards;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Codec of assignments: one message, which contains each run once.
final class AssignmentCodec {
  private AssignmentCodec() {}

  /// Identifies the runs of a message.
  private record RunKey(int dag, long run, int version, long epoch) {
    static RunKey of(RunContext run) {
      return new RunKey(run.dagNo(), run.run(), run.version(), run.epoch());
    }
  }

  static io.tidemill.protocol.wire.Assignments wire(List<Assignment> assignments) {
    io.tidemill.protocol.wire.Assignments.Builder wire = io.tidemill.protocol.wire.Assignments.newBuilder();
    Map<RunKey, Integer> runs = new HashMap<>();
    for (Assignment each : assignments) {
      Integer known = runs.putIfAbsent(RunKey.of(each.run()), wire.getRunsCount());
      if (known == null) {
        known = wire.getRunsCount();
        wire.addRuns(run(each.run()));
      }
      wire.addAssignments(assignment(each, known));
    }
    return wire.build();
  }

  private static io.tidemill.protocol.wire.RunContext run(RunContext run) {
    io.tidemill.protocol.wire.RunContext.Builder wire = io.tidemill.protocol.wire.RunContext.newBuilder()
        .setDagNo(run.dagNo())
        .setDag(run.dag())
        .setRun(run.run())
        .setVersion(run.version())
        .setBundle(run.bundle())
        .setParams(InputCodec.wire(run.params()))
        .setEpoch(run.epoch());
    RunSlot slot = run.slot();
    if (slot != null) {
      wire.setSlot(slot(slot));
    }
    run.updates().forEach(each -> wire.addUpdates(updates(each)));
    return wire.build();
  }

  private static io.tidemill.protocol.wire.RunAssetUpdates updates(RunAssetUpdates updates) {
    return io.tidemill.protocol.wire.RunAssetUpdates.newBuilder()
        .setAsset(updates.asset())
        .setFirst(updates.first())
        .setLast(updates.last())
        .setCount(updates.count())
        .setFirstAt(updates.firstAt())
        .setLastAt(updates.lastAt())
        .setProducer(updates.producer())
        .setBy(updates.by())
        .setNote(updates.note())
        .build();
  }

  private static List<RunAssetUpdates> updates(io.tidemill.protocol.wire.RunContext run) {
    return run.getUpdatesList()
        .stream()
        .map(each -> new RunAssetUpdates(each.getAsset(), each.getFirst(), each.getLast(), each.getCount(),
            each.getFirstAt(), each.getLastAt(), each.getProducer(), each.getBy(), each.getNote()))
        .toList();
  }

  private static io.tidemill.protocol.wire.RunSlot slot(RunSlot slot) {
    io.tidemill.protocol.wire.RunSlot.Builder wire = io.tidemill.protocol.wire.RunSlot.newBuilder()
        .setSchedule(slot.schedule())
        .setTime(slot.time())
        .setIntervalStart(slot.intervalStart())
        .setIntervalEnd(slot.intervalEnd())
        .setZone(slot.zone());
    if (slot.previous() != null) {
      wire.setPrevious(slot.previous());
    }
    if (slot.lastSuccess() != null) {
      wire.setLastSuccess(slot.lastSuccess());
    }
    return wire.build();
  }

  private static @Nullable RunSlot slot(io.tidemill.protocol.wire.RunContext run) {
    if (!run.hasSlot()) {
      return null;
    }
    io.tidemill.protocol.wire.RunSlot wire = run.getSlot();
    return new RunSlot(wire.getSchedule(), wire.getTime(), wire.getIntervalStart(), wire.getIntervalEnd(),
        wire.getZone(), wire.hasPrevious() ? wire.getPrevious() : null,
        wire.hasLastSuccess() ? Long.valueOf(wire.getLastSuccess()) : null);
  }

  private static io.tidemill.protocol.wire.Assignment assignment(Assignment assignment, int run) {
    io.tidemill.protocol.wire.Assignment.Builder wire = io.tidemill.protocol.wire.Assignment.newBuilder()
        .setRun(run)
        .setTask(assignment.key().task())
        .setAttempt(assignment.key().attempt())
        .setNonce(assignment.key().nonce())
        .setTaskId(assignment.task())
        .setPriority(assignment.priority());
    switch (assignment) {
      case Assignment.RunTask task -> task.inputs().forEach(input -> wire.addInputs(InputCodec.wire(input)));
      case Assignment.Expand expand -> {
        expand.inputs().forEach(input -> wire.addInputs(InputCodec.wire(input)));
        wire.setExpand(expand(expand));
      }
      case Assignment.RunShards shards -> {
        shards.inputs().forEach(input -> wire.addInputs(InputCodec.wire(input)));
        wire.setShards(shards(shards));
      }
    }
    return wire.build();
  }

  private static Expand expand(Assignment.Expand assignment) {
    Expand.Builder wire = Expand.newBuilder().setMaxShards(assignment.maxShards());
    Assignment.Expand.Previous previous = assignment.previous();
    if (previous != null) {
      PreviousShards.Builder shards = PreviousShards.newBuilder()
          .setCount(previous.count())
          .setKeys(InputCodec.wire(previous.keys()));
      WireValue elements = previous.elements();
      if (elements != null) {
        shards.setElements(InputCodec.wire(elements));
      }
      wire.setPrevious(shards);
    }
    return wire.build();
  }

  private static Assignment.Expand.@Nullable Previous previous(Expand wire) {
    if (!wire.hasPrevious()) {
      return null;
    }
    PreviousShards shards = wire.getPrevious();
    return new Assignment.Expand.Previous(shards.getCount(), InputCodec.value(shards.getKeys()),
        shards.hasElements() ? InputCodec.value(shards.getElements()) : null);
  }

  private static Shards shards(Assignment.RunShards assignment) {
    Shards.Builder wire = Shards.newBuilder().setKeys(InputCodec.wire(assignment.keys()));
    for (Assignment.ShardRange range : assignment.shards()) {
      wire.addRanges(
          ShardRange.newBuilder().setFirst(range.first()).setEnd(range.end()).setAttempt(range.attempt()));
    }
    WireValue elements = assignment.elements();
    if (elements != null) {
      wire.setElements(InputCodec.wire(elements));
    }
    List<ResultBlock> aligned = assignment.aligned();
    if (aligned != null) {
      wire.setIsAligned(true).addAllAligned(InputCodec.wireBlocks(aligned));
    }
    return wire.build();
  }

  static List<Assignment> assignments(io.tidemill.protocol.wire.Assignments wire) throws MalformedException {
    List<RunContext> runs = new ArrayList<>(wire.getRunsCount());
    Map<String, String> names = new HashMap<>();
    for (io.tidemill.protocol.wire.RunContext run : wire.getRunsList()) {
      runs.add(new RunContext(run.getDagNo(), interned(run.getDag(), names), run.getRun(), run.getVersion(),
          interned(run.getBundle(), names), InputCodec.value(run.getParams()), run.getEpoch(), slot(run),
          updates(run)));
    }
    List<Assignment> assignments = new ArrayList<>(wire.getAssignmentsCount());
    for (io.tidemill.protocol.wire.Assignment each : wire.getAssignmentsList()) {
      if (each.getRun() < 0 || each.getRun() >= runs.size()) {
        throw new MalformedException("Expected one of " + runs.size() + " runs, but found " + each.getRun());
      }
      assignments.add(assignment(each, runs.get(each.getRun())));
    }
    return assignments;
  }

  /// Interns names: assignments are kept until their end is acknowledged.
  private static String interned(String name, Map<String, String> names) {
    String known = names.putIfAbsent(name, name);
    return known == null ? name : known;
  }

  private static Assignment assignment(io.tidemill.protocol.wire.Assignment wire, RunContext run)
      throws MalformedException {
    AttemptKey key = new AttemptKey(run.dagNo(), run.run(), wire.getTask(), wire.getAttempt(), wire.getNonce());
    List<InputValue> inputs = wire.getInputsCount() == 0 ? List.of() : new ArrayList<>(wire.getInputsCount());
    for (Input input : wire.getInputsList()) {
      inputs.add(InputCodec.input(input));
    }
    return switch (wire.getKindCase()) {
      case KIND_NOT_SET -> new Assignment.RunTask(run, key, wire.getTaskId(), wire.getPriority(), inputs);
      case EXPAND -> new Assignment.Expand(run, key, wire.getTaskId(), wire.getPriority(), inputs,
          wire.getExpand().getMaxShards(), previous(wire.getExpand()));
      case SHARDS -> shards(wire, run, key, inputs);
    };
  }

  private static Assignment shards(io.tidemill.protocol.wire.Assignment wire, RunContext run, AttemptKey key,
      List<InputValue> inputs) {
    Shards shards = wire.getShards();
    List<Assignment.ShardRange> ranges = shards.getRangesList()
        .stream()
        .map(range -> new Assignment.ShardRange(range.getFirst(), range.getEnd(), range.getAttempt()))
        .toList();
    @Nullable WireValue elements = shards.hasElements() ? InputCodec.value(shards.getElements()) : null;
    @Nullable List<ResultBlock> aligned = shards.getIsAligned() ? InputCodec.blocks(shards.getAlignedList()) : null;
    return new Assignment.RunShards(run, key, wire.getTaskId(), wire.getPriority(), ranges,
        InputCodec.value(shards.getKeys()), elements, aligned, inputs);
  }
}
