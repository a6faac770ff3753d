package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.tidemill.console.view.Refusal;
import io.tidemill.console.view.RefusedException;
import io.tidemill.console.view.ViewJson;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes answers, good and bad.
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private Answers() {}

  /// RFC 9457, with all reasons.
  private record Problem(String title, int status, String detail, String requestId, List<Refusal> errors) {}

  static void ok(Context request, Object value) {
    request.contentType(JSON).result(ViewJson.STRICT.writeValueAsBytes(value));
  }

  static void failures(RoutesConfig routes) {
    routes.exception(RefusedException.class, (e, request) -> problem(request, status(request, e), e.refusals()));
    routes.exception(HttpResponseException.class,
        (e, request) -> problem(request, e.getStatus(),
            List.of(Refusal.of("http-" + e.getStatus(), "", told(e, request)))));
    routes.exception(Exception.class, (e, request) -> {
      String id = UUID.randomUUID().toString();
      LOG.warn("Request {} {} failed ({})", request.method(), request.path(), id, e);
      problem(request, 500, id, List.of(Refusal.of("failed", "",
          "Internal error; see the log of the server for " + id)));
    });
  }

  private static String told(HttpResponseException e, Context request) {
    return e.getStatus() == 404
        ? "Expected a path of the API, but found " + request.method() + " " + request.path()
        : String.valueOf(e.getMessage());
  }

  private static int status(Context request, RefusedException e) {
    return switch (e.kind()) {
      case INVALID -> e.refusals().getFirst().code().equals(Bodies.TOO_LARGE) ? 413 : 400;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case FORBIDDEN -> request.header("Authorization") == null ? 401 : 403;
      case UNAVAILABLE -> 503;
    };
  }

  private static void problem(Context request, int status, List<Refusal> refusals) {
    problem(request, status, UUID.randomUUID().toString(), refusals);
  }

  private static void problem(Context request, int status, String id, List<Refusal> refusals) {
    request.status(status)
        .contentType(PROBLEM)
        .result(ViewJson.STRICT.writeValueAsBytes(new Problem(refusals.getFirst().code(), status,
            refusals.getFirst().message(), id, refusals)));
  }
}
