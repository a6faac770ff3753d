package io.tidemill.gateway;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.InputValue;
import io.tidemill.protocol.ResultBlock;
import io.tidemill.protocol.WireValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What an assignment lets its agent read: the code it runs and the stored values it names.
///
/// @param bundle hash of the bundle
/// @param values numbers of the values, ascending
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
record Grant(String bundle, long[] values) {
  private static final long[] NONE = {};

  static Grant of(Assignment assignment) {
    LongStream.Builder ids = LongStream.builder();
    add(assignment.run().params(), ids);
    assignment.inputs().forEach(input -> add(input, ids));
    if (assignment instanceof Assignment.RunShards shards) {
      add(shards.keys(), ids);
      add(shards.elements(), ids);
      add(shards.aligned(), ids);
    }
    long[] values = ids.build().sorted().distinct().toArray();
    return new Grant(assignment.run().bundle(), values.length == 0 ? NONE : values);
  }

  private static void add(InputValue input, LongStream.Builder ids) {
    switch (input) {
      case InputValue.Single single -> add(single.value(), ids);
      case InputValue.Sharded sharded -> {
        add(sharded.keys(), ids);
        add(sharded.blocks(), ids);
      }
      case InputValue.Ended ended -> add(ended.value(), ids);
    }
  }

  private static void add(@Nullable List<ResultBlock> blocks, LongStream.Builder ids) {
    if (blocks != null) {
      blocks.forEach(block -> add(block.value(), ids));
    }
  }

  private static void add(@Nullable WireValue value, LongStream.Builder ids) {
    if (value != null && value.inline() == null) {
      ids.add(value.id());
    }
  }

  boolean names(long value) {
    return Arrays.binarySearch(values, value) >= 0;
  }
}
