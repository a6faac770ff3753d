package io.tidemill.runtime.port;

/// The journal of a partition lacks an entry. The partition must not run: its state cannot be known.
public final class JournalBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int partition;
  private final long expected;

  private JournalBrokenException(String message, int partition, long expected) {
    super(message);
    this.partition = partition;
    this.expected = expected;
  }

  /// An entry with another number came in place of the expected one.
  public static JournalBrokenException gap(int partition, long expected, long found) {
    return new JournalBrokenException("Expected entry " + expected + " of partition " + partition + ", but found entry "
        + found + "; restore the database from a backup that is whole", partition, expected);
  }

  /// The journal ended before the head of its partition.
  public static JournalBrokenException end(int partition, long expected, long head) {
    return new JournalBrokenException("Expected entry " + expected + " of partition " + partition + ", whose head is "
        + head + ", but found the end of its journal; restore the database from a backup that is whole", partition,
        expected);
  }

  /// The partition.
  public int partition() {
    return partition;
  }

  /// Number of the first entry that is missing.
  public long expected() {
    return expected;
  }
}
