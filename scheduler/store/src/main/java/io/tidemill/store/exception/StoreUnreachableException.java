package io.tidemill.store.exception;

import org.jspecify.annotations.Nullable;

/// The store does not answer now. Opening it later may succeed, with nothing changed.
public final class StoreUnreachableException extends StoreUnavailableException {
  private static final long serialVersionUID = 1;

  public StoreUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
