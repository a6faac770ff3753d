package io.tidemill.store.h2;

import io.tidemill.store.exception.StoreUnavailableException;
import io.tidemill.store.exception.StoreUnreachableException;
import io.tidemill.store.exception.StoreUnusableException;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/// Why an H2 file could not be opened.
final class H2Failures {
  private H2Failures() {}

  static StoreUnavailableException of(String place, SQLException e) {
    if (reason(e).contains("No space left") || reason(e).contains("Disk quota exceeded")) {
      return noRoom(place, reason(e), e);
    }
    return switch (e.getErrorCode()) {
      case ErrorCode.DATABASE_ALREADY_OPEN_1 -> new StoreUnreachableException("Expected to hold " + place
          + " alone, but found that another process has it open; stop that process, or configure another directory", e);
      case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1, ErrorCode.GENERAL_ERROR_1 ->
        new StoreUnusableException("Expected a database in " + place + ", but found a file that H2 cannot read ("
            + reason(e) + "); restore it from a backup, or configure another directory", e);
      case ErrorCode.WRONG_USER_OR_PASSWORD -> new StoreUnusableException("Expected a database made by Tidemill in "
          + place + ", but found one with another user; configure another directory", e);
      default -> new StoreUnusableException("Expected to open a database in " + place + ", but found: " + reason(e)
          + "; look after the file and its directory, or configure another one", e);
    };
  }

  /// The disk is full. The file is whole: nothing has to be restored.
  static StoreUnreachableException noRoom(String place, String found, Throwable e) {
    return new StoreUnreachableException("Expected room on the disk of the database in " + place + ", but found: "
        + found + "; make room, and start again: nothing that was acknowledged is lost", e);
  }

  /// The first line of the last cause: H2 wraps what it met several times.
  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? String.valueOf(e.getMessage()).lines().findFirst().orElse("") : reason(cause);
  }
}
