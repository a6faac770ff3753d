package io.tidemill.api.http;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException.Kind;
import java.util.List;

/// What a refused or failed request is answered: RFC 9457, with all reasons.
///
/// @param title code of the first reason
/// @param status the HTTP status
/// @param detail message of the first reason
/// @param requestId what the log of the server calls the request
public record ProblemDetails(String title, int status, String detail, String requestId, List<ApiError> errors) {
  /// Its content type.
  public static final String TYPE = "application/problem+json";
  /// Status of a body that is too long.
  public static final int TOO_LARGE = 413;
  /// Status of a request without the token.
  public static final int NO_TOKEN = 401;

  /// The status of a refusal.
  public static int status(Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case FORBIDDEN -> 403;
      case UNAVAILABLE -> 503;
    };
  }

  /// The refusal of a status, also of one that something between server and client gave.
  public static Kind kind(int status) {
    return switch (status) {
      case NO_TOKEN, 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 502, 503, 504 -> Kind.UNAVAILABLE;
      default -> Kind.INVALID;
    };
  }
}
