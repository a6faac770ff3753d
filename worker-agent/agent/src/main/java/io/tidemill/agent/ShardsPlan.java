package io.tidemill.agent;

import io.tidemill.dsl.code.ShardedCode;
import io.tidemill.dsl.value.ValueException;
import io.tidemill.dsl.value.ValueForm;
import io.tidemill.protocol.Assignment.RunShards;
import io.tidemill.protocol.Assignment.ShardRange;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.WireValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the shards of one assignment share: keys, elements and the inputs beside them, read once by the first shard.
///
/// The side inputs are the same objects for all shards of an assignment, so that a table of rates is not read a thousand times;
/// bodies must not change them. Only [io.tidemill.dsl.Shards], which remembers where it is, is made anew for each.
final class ShardsPlan {
  private final RunShards shards;
  private final int first;
  private final int end;
  private @Nullable PackedValue keys;
  private @Nullable PackedValue elements;
  private @Nullable ShardPlaces aligned;
  private @Nullable List<@Nullable Object> sideInputs;
  private @Nullable ValueForm elementForm;

  ShardsPlan(RunShards shards) {
    this.shards = shards;
    this.first = shards.shards().stream().mapToInt(ShardRange::first).min().orElse(0);
    this.end = shards.shards().stream().mapToInt(ShardRange::end).max().orElse(0);
  }

  /// Key of a shard.
  synchronized String key(int shard, ValueReader values) throws UnavailableException, InterruptedException {
    PackedValue all = keys;
    if (all == null) {
      all = values.packed(shards.keys());
      keys = all;
    }
    return all.text(shard);
  }

  /// The element of a shard, then the side inputs.
  List<@Nullable Object> inputs(int shard, ShardedCode code, DagCode dag, BodyInputs reader)
      throws UnavailableException, ValueException, InterruptedException {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(element(shard, code, dag, reader.values()));
    for (Object each : sideInputs(code, dag, reader)) {
      all.add(each instanceof BodyInputs.Fresh fresh ? fresh.make() : each);
    }
    return all;
  }

  private @Nullable Object element(int shard, ShardedCode code, DagCode dag, ValueReader values)
      throws UnavailableException, ValueException, InterruptedException {
    ValueForm form;
    PackedValue packed = null;
    List<ResultBlock> blocks = shards.aligned();
    ShardPlaces places = null;
    synchronized (this) {
      if (elementForm == null) {
        elementForm = dag.codec().form(code.elementType());
      }
      form = elementForm;
      WireValue stored = shards.elements();
      if (stored != null) {
        if (elements == null) {
          elements = values.packed(stored);
        }
        packed = elements;
      } else if (blocks != null) {
        if (aligned == null) {
          aligned = new ShardPlaces(first, end, blocks);
        }
        places = aligned;
      }
    }
    if (packed != null) {
      return packed.decode(shard, form);
    }
    if (blocks == null || places == null || !places.has(shard)) {
      throw new ValueException("Expected the element of shard " + shard + " with its assignment, but found none");
    }
    return values.packed(blocks.get(places.block(shard)).value()).decode(places.position(shard), form);
  }

  private synchronized List<@Nullable Object> sideInputs(ShardedCode code, DagCode dag, BodyInputs reader)
      throws UnavailableException, ValueException, InterruptedException {
    List<@Nullable Object> known = sideInputs;
    if (known == null) {
      known = reader.readShared(code.inputs(), shards.inputs(), dag);
      sideInputs = known;
    }
    return known;
  }
}
