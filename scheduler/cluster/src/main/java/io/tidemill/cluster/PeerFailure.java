package io.tidemill.cluster;

import io.tidemill.runtime.NotDoneException;
import io.tidemill.runtime.NotOwnerException;
import io.tidemill.runtime.OutcomeUnknownException;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;

/// What may be concluded where a call to another scheduler failed there, as an HTTP status.
enum PeerFailure {
  /// It was not done, since the other one does not own the partition either.
  NOT_OWNER(421),
  /// It was not done.
  NOT_DONE(409),
  /// The database could not be asked there.
  STORE(503),
  /// It is not known whether it was done.
  UNKNOWN(500);

  private final int status;

  PeerFailure(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  static PeerFailure of(Throwable failure) {
    return switch (failure) {
      case NotOwnerException _ -> NOT_OWNER;
      case NotDoneException _ -> NOT_DONE;
      case StoreException _ -> STORE;
      default -> UNKNOWN;
    };
  }

  static RuntimeException of(int status, String message) {
    for (PeerFailure each : values()) {
      if (each.status == status) {
        return each.exception(message);
      }
    }
    return new OutcomeUnknownException("Another scheduler answered with status " + status + ": " + message);
  }

  private RuntimeException exception(String message) {
    return switch (this) {
      case NOT_OWNER -> new NotOwnerException(message);
      case NOT_DONE -> new NotDoneException(message);
      case STORE -> new StoreException(message, new IOException("at another scheduler"));
      case UNKNOWN -> new OutcomeUnknownException(message);
    };
  }
}
