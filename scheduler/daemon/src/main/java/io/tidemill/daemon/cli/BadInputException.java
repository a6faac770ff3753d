package io.tidemill.daemon.cli;

/// The arguments are wrong. Nothing was done.
final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadInputException(String message) {
    super(message, null, false, false);
  }
}
