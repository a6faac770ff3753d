package io.tidemill.dsl;

/// A part of a range of numbers: the element of a task sharded with `overRange`.
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
