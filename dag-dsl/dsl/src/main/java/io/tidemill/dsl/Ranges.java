package io.tidemill.dsl;

import io.tidemill.dsl.code.ShardElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of a range of numbers.
record Ranges(long from, long to, long size) implements ShardSourceExpansion {
  /// How many parts there are, -1 where the numbers make no range.
  static long count(long from, long to, long size) {
    var length = to - from;
    if (to < from || length < 0 || size < 1) {
      return -1;
    }
    return length / size + (length % size == 0 ? 0 : 1);
  }

  @Override public void expand(List<@Nullable Object> inputs, ShardCollector shards) {
    shards.expect(count(from, to, size));
    for (var start = from; start < to;) {
      var part = new Range(start, to - start > size ? start + size : to);
      shards.add(new ShardElement(part.key(), part));
      start = part.to();
    }
  }
}
