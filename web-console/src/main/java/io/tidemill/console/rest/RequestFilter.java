package io.tidemill.console.rest;

import io.javalin.http.Context;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets a request in, or not.
final class RequestFilter {
  private static final String BEARER = "Bearer ";

  private final byte[] token;
  private volatile Set<String> hosts = Set.of();

  RequestFilter(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /// Sets the port by which the server is known. Until then nobody is let in.
  void port(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /// Where the request comes from, and whether it carries the token.
  void check(Context request) {
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Cache-Control", "no-store");
    String host = request.header("Host");
    if (host == null || !hosts.contains(host)) {
      throw forbidden("foreign-host", "Host", "Expected a request to one of " + hosts + ", but found " + host);
    }
    String origin = request.header("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      throw forbidden("foreign-origin", "Origin",
          "Expected a request of this server's own pages, but found one of " + origin);
    }
    if (!known(request.header("Authorization"))) {
      throw forbidden("wrong-token", "Authorization",
          "Expected the token in the data directory of `tidemill dev` as 'Bearer …', but found "
              + (request.header("Authorization") == null ? "none" : "another one"));
    }
  }

  /// A route that declares no permission is a mistake of ours and serves nobody.
  void permit(Context request) {
    if (request.routeRoles().isEmpty()) {
      throw forbidden("no-permission", "", "Expected a route with a permission, but found one without");
    }
  }

  private boolean known(@Nullable String authorization) {
    return authorization != null && authorization.startsWith(BEARER)
        && MessageDigest.isEqual(authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8), token);
  }

  private static RefusedException forbidden(String code, String field, String message) {
    return RefusedException.of(Kind.FORBIDDEN, code, field, message);
  }
}
