package io.tidemill.runtime.port;

/// The store answered and refuses the data itself; nothing was done. Trying the same data again is in vain, other data may succeed.
public final class DataRefusedException extends StoreException {
  private static final long serialVersionUID = 1;

  public DataRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
