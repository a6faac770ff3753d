package io.tidemill.agent;

import io.tidemill.agent.isolate.AttemptOutcome;
import io.tidemill.dsl.code.ShardElement;
import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.PackedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Makes the shards of a task: asks the user's code for them, holds them to what shards must be, and packs them.
final class ShardExpansion {
  private ShardExpansion() {}

  /// @throws Exception what the user's code threw, or a [ValueException] if its shards cannot be taken
  static AttemptOutcome run(Assignment.Expand expand, Attempt attempt, TaskCode code, DagCode dag, BodyInputs inputs,
      AgentLimits limits) throws Exception {
    String task = expand.task();
    if (!(code instanceof ShardedCode sharded)) {
      throw new ValueException("Expected a sharded task, but '" + task + "' is not");
    }
    List<ShardElement> shards = sharded.expand(attempt, inputs.read(sharded.expansionInputs(), expand.inputs(), dag));
    if (shards.size() > expand.maxShards()) {
      throw new ValueException(String.format(Locale.ROOT,
          "Expected at most %,d shards of task %s, but found %,d; make the shards larger or raise maxShards",
          expand.maxShards(), task, shards.size()));
    }
    ValueForm form = dag.codec().form(sharded.elementType());
    List<byte[]> keys = new ArrayList<>(shards.size());
    List<byte[]> elements = new ArrayList<>(shards.size());
    Set<String> seen = HashSet.newHashSet(shards.size());
    long bytes = 0;
    for (ShardElement shard : shards) {
      if (!seen.add(shard.key())) {
        throw new ValueException("Expected each shard key of task " + task + " once, but found '" + shard.key()
            + "' twice; a key must tell its shard from all others");
      }
      byte[] key = shard.key().getBytes(StandardCharsets.UTF_8);
      byte[] element = element(form, shard, task, limits);
      bytes += key.length + element.length + 2L * Integer.BYTES;
      if (bytes > limits.expansionBytes()) {
        throw new ValueException(String.format(Locale.ROOT,
            "Expected at most %,d bytes of keys and elements for the shards of task %s, but found more at shard %,d of %,d;"
                + " let an element say where its data is",
            limits.expansionBytes(), task, keys.size() + 1, shards.size()));
      }
      keys.add(key);
      elements.add(element);
    }
    return new AttemptOutcome.Expanded(keys.size(), PackedBytes.pack(keys), PackedBytes.pack(elements));
  }

  private static byte[] element(ValueForm form, ShardElement shard, String task, AgentLimits limits)
      throws ValueException {
    try {
      return form.encode(shard.value(), limits.outputBytes());
    } catch (ValueException e) {
      throw new ValueException("Element of shard " + task + "[" + shard.key() + "]: " + e.getMessage(), e);
    }
  }
}
