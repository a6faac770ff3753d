package io.tidemill.dsl;

/// A part of a range of numbers: the element of a task sharded with `overRange`.
///
/// ```java
/// d.shard("sum").overRange(0, 1_000_000, 100_000)
///     .run(Long.class, (ctx, part) -> LongStream.range(part.from(), part.to()).sum());
/// ```
///
/// @param from first number
/// @param to the number after the last
public record Range(long from, long to) {
  /// How many numbers the part has.
  public long size() {
    return to - from;
  }

  String key() {
    return from + ".." + to;
  }
}
