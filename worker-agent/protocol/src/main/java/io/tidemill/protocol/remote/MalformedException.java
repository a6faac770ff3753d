package io.tidemill.protocol.remote;

import java.io.IOException;

/// The peer sent something that is not a message of the protocol. The call ends.
public final class MalformedException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedException(String message, Throwable cause) {
    super("Expected a message " + message + ", but found something else: " + cause.getMessage(), cause);
  }

  /// @param message expectation and finding
  public MalformedException(String message) {
    super(message);
  }
}
