package io.tidemill.gateway;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.WireValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What an assignment allows its agent to read: its bundle and the stored values it names.
///
/// @param bundle hash of the bundle
/// @param values numbers of the values, ascending
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
record ReadAccess(String bundle, long[] values) {
  private static final long[] NONE = {};

  static ReadAccess of(Assignment assignment) {
    Ids ids = new Ids();
    add(assignment.run().params(), ids);
    assignment.inputs().forEach(input -> add(input, ids));
    if (assignment instanceof Assignment.Expand expand && expand.previous() != null) {
      add(expand.previous().keys(), ids);
      add(expand.previous().elements(), ids);
    }
    if (assignment instanceof Assignment.RunShards shards) {
      add(shards.keys(), ids);
      add(shards.elements(), ids);
      add(shards.aligned(), ids);
    }
    return new ReadAccess(assignment.run().bundle(), ids.sorted());
  }

  private static void add(InputValue input, Ids ids) {
    switch (input) {
      case InputValue.Single single -> add(single.value(), ids);
      case InputValue.Sharded sharded -> {
        add(sharded.keys(), ids);
        add(sharded.blocks(), ids);
      }
      case InputValue.Ended ended -> add(ended.value(), ids);
    }
  }

  private static void add(@Nullable List<ResultBlock> blocks, Ids ids) {
    if (blocks != null) {
      blocks.forEach(block -> add(block.value(), ids));
    }
  }

  private static void add(@Nullable WireValue value, Ids ids) {
    if (value != null && value.inline() == null) {
      ids.add(value.id());
    }
  }

  /// Collects ids of values; most assignments have none.
  private static final class Ids {
    private LongStream.@Nullable Builder found;

    void add(long id) {
      LongStream.Builder open = found;
      if (open == null) {
        open = LongStream.builder();
        found = open;
      }
      open.add(id);
    }

    long[] sorted() {
      return found == null ? NONE : found.build().sorted().distinct().toArray();
    }
  }

  boolean names(long value) {
    return Arrays.binarySearch(values, value) >= 0;
  }
}
