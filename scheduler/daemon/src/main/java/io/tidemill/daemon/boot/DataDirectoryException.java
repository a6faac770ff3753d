package io.tidemill.daemon.boot;

/// The data directory cannot be used as it is. Nothing was changed. The message says what to do.
public final class DataDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DataDirectoryException(String message) {
    super(message, null, false, false);
  }
}
