package io.tidemill.runtime.port;

/// The store could not do what it was asked; nothing of it was done. Trying again later may succeed.
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
