package io.tidemill.dsl.value;

/// A value cannot be written or read as its declared type. Trying again with the same value does not help.
public final class ValueException extends Exception {
  private static final long serialVersionUID = 1L;

  public ValueException(String message) {
    super(message);
  }

  public ValueException(String message, Throwable cause) {
    super(message, cause);
  }
}
