package io.tidemill.agent;

import java.io.IOException;

/// The work folder cannot be used; nothing was changed in it. The message says what to do.
public final class WorkFolderException extends IOException {
  private static final long serialVersionUID = 1L;

  WorkFolderException(String message) {
    super(message);
  }

  WorkFolderException(String message, Throwable cause) {
    super(message, cause);
  }
}
