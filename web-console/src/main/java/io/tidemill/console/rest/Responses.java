package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.tidemill.api.ViewJson;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.http.ProblemDetails;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes answers, good and bad.
final class Responses {
  private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
  private static final String JSON = "application/json";

  private Responses() {}

  static void ok(Context request, Object value) {
    request.contentType(JSON).result(ViewJson.STRICT.writeValueAsBytes(value));
  }

  static void failures(RoutesConfig routes) {
    routes.exception(RefusedException.class, (e, request) -> problem(request, status(request, e), e.refusals()));
    routes.exception(HttpResponseException.class,
        (e, request) -> problem(request, e.getStatus(),
            List.of(ApiError.of("http-" + e.getStatus(), "", told(e, request)))));
    routes.exception(Exception.class, (e, request) -> {
      String id = UUID.randomUUID().toString();
      LOG.warn("Request {} {} failed ({})", request.method(), request.path(), id, e);
      problem(request, 500, id, List.of(ApiError.of("failed", "",
          "Internal error; see the log of the server for " + id)));
    });
  }

  private static String told(HttpResponseException e, Context request) {
    return e.getStatus() == 404
        ? "Expected a path of the API, but found " + request.method() + " " + request.path()
        : String.valueOf(e.getMessage());
  }

  private static int status(Context request, RefusedException e) {
    if (e.refusals().getFirst().code().equals("wrong-token") && request.header("Authorization") == null) {
      return ProblemDetails.NO_TOKEN;
    }
    return e.refusals().getFirst().code().equals(RequestBodies.TOO_LARGE)
        ? ProblemDetails.TOO_LARGE
        : ProblemDetails.status(e.kind());
  }

  private static void problem(Context request, int status, List<ApiError> refusals) {
    problem(request, status, UUID.randomUUID().toString(), refusals);
  }

  private static void problem(Context request, int status, String id, List<ApiError> refusals) {
    request.status(status)
        .contentType(ProblemDetails.TYPE)
        .result(ViewJson.STRICT.writeValueAsBytes(new ProblemDetails(refusals.getFirst().code(), status,
            refusals.getFirst().message(), id, refusals)));
  }
}
