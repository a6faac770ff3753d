package io.tidemill.store.exception;

import org.jspecify.annotations.Nullable;

/// The store answered, and cannot be used as it is. Opening it again is in vain until somebody has changed something.
public final class StoreUnusableException extends StoreUnavailableException {
  private static final long serialVersionUID = 1;

  public StoreUnusableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
