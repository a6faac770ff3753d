package io.tidemill.runtime.codec;

/// A numbered part of a snapshot.
///
/// @param number 0 for the head, which every snapshot has
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record SnapshotChunk(int number, byte[] bytes) {
  /// Number of the part of a DAG's own snapshot that says of which entry its snapshots are.
  public static final int HELD = 1;
  /// Numbers of the parts of a DAG's own snapshot that hold the answers to its commands begin here. There are [#ANSWER_CHUNKS], used
  /// in turn.
  public static final int ANSWERS = 1_000;
  /// Answers a part. Small, since the part with the newest is written again with each projection.
  static final int ANSWERS_A_CHUNK = 100;
  /// More than the answers that are kept ever need.
  static final int ANSWER_CHUNKS = 128;

  /// Whether it is a part of a DAG's own snapshot that holds answers to its commands.
  public static boolean holdsAnswers(int number) {
    return number >= ANSWERS && number < ANSWERS + ANSWER_CHUNKS;
  }
}
