package io.tidemill.runtime.codec;

/// An entry or a snapshot is not what was written, or was written by a newer program. Nothing that follows it may be used.
public final class CorruptEntryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CorruptEntryException(String message) {
    super(message);
  }
}
