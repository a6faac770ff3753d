package io.tidemill.gateway;

import io.tidemill.dsl.SlotResult;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.effect.AssignShards;
import io.tidemill.engine.effect.AssignTask;
import io.tidemill.engine.effect.RunRef;
import io.tidemill.engine.effect.TaskInput;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.ShardBlock;
import io.tidemill.engine.state.SlotHistory;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.RunAssetUpdates;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.RunSlot;
import io.tidemill.protocol.WireValue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Maps assignments of the engine to messages for agents.
final class AssignmentMapper {
  private AssignmentMapper() {}

  static Assignment task(AssignTask effect, String dag, long epoch) {
    CompiledTask task = effect.ref().compiled().task(effect.task());
    RunContext run = context(effect.ref(), dag, epoch);
    AttemptKey key = new AttemptKey(run.dagNo(), run.run(), effect.task(), effect.attempt(), effect.nonce());
    List<InputValue> inputs = inputs(effect.inputs());
    return effect.expand()
        ? new Assignment.Expand(run, key, task.id(), task.node().priority(), inputs,
            Objects.requireNonNull(task.shard()).maxShards(), previous(effect.previous()))
        : new Assignment.RunTask(run, key, task.id(), task.node().priority(), inputs);
  }

  private static Assignment.Expand.@Nullable Previous previous(AssignTask.@Nullable Previous previous) {
    return previous == null
        ? null
        : new Assignment.Expand.Previous(previous.count(), value(previous.keys()), nullable(previous.elements()));
  }

  static Assignment shards(AssignShards effect, String dag, long epoch) {
    CompiledTask task = effect.ref().compiled().task(effect.task());
    RunContext run = context(effect.ref(), dag, epoch);
    return new Assignment.RunShards(run, new AttemptKey(run.dagNo(), run.run(), effect.task(), 0, effect.nonce()),
        task.id(), task.node().priority(),
        effect.spans().stream().map(s -> new Assignment.ShardRange(s.first(), s.end(), s.attempt())).toList(),
        value(effect.keys()), nullable(effect.elements()), effect.aligned() == null ? null : blocks(effect.aligned()),
        inputs(effect.inputs()));
  }

  private static RunContext context(RunRef ref, String dag, long epoch) {
    return new RunContext(ref.dag(), dag, ref.run(), ref.compiled().version(), ref.compiled().bundle(),
        value(ref.params()),
        epoch, slot(ref), ref.events().stream().map(AssignmentMapper::updates).toList());
  }

  private static RunAssetUpdates updates(AssetEvents events) {
    return new RunAssetUpdates(events.asset(), events.first(), events.last(), events.count(), events.firstAt(),
        events.lastAt(), events.source().producer(), events.source().by(), events.source().note());
  }

  private static @Nullable RunSlot slot(RunRef ref) {
    Trigger.Slot trigger = ref.slot();
    if (trigger == null) {
      return null;
    }
    SlotRef slot = trigger.slot();
    String zone = ref.compiled()
        .graph()
        .schedules()
        .stream()
        .filter(each -> each.name().equals(slot.schedule()))
        .map(ScheduleNode::zone)
        .findFirst()
        .orElse("UTC");
    SlotResult previous = trigger.past().previous();
    return new RunSlot(slot.schedule(), slot.time(), slot.intervalStart(), slot.intervalEnd(), zone,
        previous == null ? null : previous.name(),
        trigger.past().lastSuccess() == SlotHistory.NEVER ? null : Long.valueOf(trigger.past().lastSuccess()));
  }

  private static List<InputValue> inputs(List<TaskInput> inputs) {
    return inputs.isEmpty() ? List.of() : inputs.stream().map(AssignmentMapper::input).toList();
  }

  private static InputValue input(TaskInput input) {
    return switch (input) {
      case TaskInput.Single(Value value) -> new InputValue.Single(value(value));
      case TaskInput.Sharded s -> new InputValue.Sharded(s.count(), nullable(s.keys()), blocks(s.blocks()), s.failed(),
          s.order());
      case TaskInput.Ended e -> new InputValue.Ended(e.state().name(), nullable(e.value()));
    };
  }

  private static List<ResultBlock> blocks(List<ShardBlock> blocks) {
    return blocks.stream().map(block -> new ResultBlock(value(block.value()), block.indexes())).toList();
  }

  private static @Nullable WireValue nullable(@Nullable Value value) {
    return value == null ? null : value(value);
  }

  private static WireValue value(Value value) {
    return new WireValue(value.inline(), value.id(), value.size(), value.variant());
  }
}
