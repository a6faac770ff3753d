package io.tidemill.simulation;

import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.ShardsReported;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.state.Timing;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What an agent says, until it is acknowledged.
sealed interface AgentReport {
  /// The attempt it is of.
  Key key();

  /// What the scheduler is told.
  ///
  /// @param ids gives numbers for values that are stored
  /// @param values takes the values that are stored
  Input input(LongSupplier ids, List<ValueBlock> values);

  default int dag() {
    return key().dag();
  }

  /// An attempt, or an assignment of shards with attempt 0.
  record Key(int dag, long run, int task, int attempt, long nonce) {
    @Override public String toString() {
      return dag + "/" + run + "/" + task + " #" + attempt + " nonce " + Long.toHexString(nonce);
    }
  }

  /// A body has started.
  record Started(Key key, long ageMillis) implements AgentReport {
    @Override public Input input(LongSupplier ids, List<ValueBlock> values) {
      return new TaskStarted(key.dag, key.run, key.task, key.attempt, key.nonce, ageMillis);
    }
  }

  /// A body returned.
  record Succeeded(Key key, String output, String variant, long ranMillis) implements AgentReport {
    @Override public Input input(LongSupplier ids, List<ValueBlock> values) {
      return new TaskSucceeded(key.dag, key.run, key.task, key.attempt, key.nonce,
          value(output.getBytes(StandardCharsets.UTF_8), variant, ids, values), Timing.of(0, ranMillis * 1000));
    }
  }

  /// A body did not return.
  record Failed(Key key, Failure failure, long ranMillis) implements AgentReport {
    @Override public Input input(LongSupplier ids, List<ValueBlock> values) {
      return new TaskFailed(key.dag, key.run, key.task, key.attempt, key.nonce, failure,
          Timing.of(0, ranMillis * 1000));
    }
  }

  /// A task has its shards.
  ///
  /// @param again how they go with those before, null for the first ones
  record Expanded(Key key, List<String> keys, TaskExpanded.@Nullable Again again) implements AgentReport {
    @Override public Input input(LongSupplier ids, List<ValueBlock> values) {
      return new TaskExpanded(key.dag, key.run, key.task, key.attempt, key.nonce, keys.size(),
          value(PackedTexts.of(keys), "", ids, values), value(PackedTexts.of(keys), "", ids, values), again);
    }
  }

  /// Shards ended.
  record Shards(Key key, List<Integer> shards, List<String> results, List<ShardsReported.Failed> failed)
      implements
      AgentReport {
    @Override public Input input(LongSupplier ids, List<ValueBlock> values) {
      return new ShardsReported(key.dag, key.run, key.task, key.nonce, shards.stream().mapToInt(i -> i).toArray(),
          value(PackedTexts.of(results), "", ids, values), failed);
    }
  }

  private static Value value(byte[] bytes, String variant, LongSupplier ids, List<ValueBlock> values) {
    if (bytes.length <= Value.INLINE_BYTES) {
      return Value.inline(bytes, variant);
    }
    long id = ids.getAsLong();
    values.add(new ValueBlock(id, bytes));
    return Value.stored(id, bytes.length, variant);
  }
}
