package io.tidemill.store.exception;

/// A stored piece of a log is not what was written. The rest of the log can be read.
public final class CorruptLogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private CorruptLogException(String message) {
    super(message);
  }

  /// It is said to be larger than any piece that was ever compressed.
  public static CorruptLogException size(int found, int most) {
    return new CorruptLogException(
        "Expected a compressed piece of a log to be of at most " + most + " bytes, but found "
            + found + " recorded; restore the row from a backup, or delete it");
  }

  /// It does not decompress to what was recorded.
  public static CorruptLogException content(int expected, String found) {
    return new CorruptLogException("Expected a compressed piece of a log to hold " + expected + " bytes, but found: "
        + found + "; restore the row from a backup, or delete it");
  }
}
