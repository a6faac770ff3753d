package io.tidemill.daemon.tls;

/// Certificates or addresses do not fit together; nothing was started. The message states expectation, finding and remedy.
public final class TlsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TlsException(String message) {
    super(message, null, false, false);
  }
}
