package io.tidemill.store.exception;

import org.jspecify.annotations.Nullable;

/// The store could not be opened. The message tells what was expected, what was found and what to do; it has no stack trace,
/// because none would tell more.
public abstract sealed class StoreUnavailableException extends RuntimeException
    permits StoreUnreachableException, StoreUnusableException {
  private static final long serialVersionUID = 1;

  StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause, false, false);
  }
}
