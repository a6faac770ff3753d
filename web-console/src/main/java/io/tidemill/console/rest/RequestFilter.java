package io.tidemill.console.rest;

import io.javalin.http.Context;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Role;
import io.tidemill.console.session.BrowserSessions;
import io.tidemill.console.session.Caller;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets a request in, or not.
final class RequestFilter {
  private static final String BEARER = "Bearer ";
  private static final String PERMITTED = "tidemill-caller";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final BrowserSessions sessions;
  private volatile Set<String> hosts = Set.of();
  private volatile String cookie = "";

  RequestFilter(BrowserSessions sessions) {
    this.sessions = sessions;
  }

  /// Sets the port by which the server is known. Until then nobody is let in.
  void port(int port) {
    // Cookies belong to a host, whatever the port: two servers of one machine must not take each other's.
    cookie = "tidemill-" + port;
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /// Name of the cookie that carries a session.
  String cookie() {
    return cookie;
  }

  /// Where the request comes from.
  void check(Context request) {
    request.header("X-Content-Type-Options", "nosniff");
    request.header("Cache-Control", "no-store");
    request.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    request.header("Referrer-Policy", "no-referrer");
    String host = request.header("Host");
    boolean secure = request.req().isSecure();
    if (secure) {
      request.header("Strict-Transport-Security", "max-age=31536000");
    }
    // A page elsewhere may have its name resolved to the loopback address; over TLS it has no certificate for the name it asked for.
    if (host == null || !secure && !hosts.contains(host)) {
      throw forbidden("foreign-host", "Host", "Expected a request to one of " + hosts + ", but found " + host);
    }
    String origin = request.header("Origin");
    if (origin != null && !origin.equals((secure ? "https://" : "http://") + host)) {
      throw forbidden("foreign-origin", "Origin",
          "Expected a request of this server's own pages, but found one of " + origin);
    }
  }

  /// Whether the caller may use the route it asked for. A route that declares no access is a mistake of ours and serves nobody.
  void permit(Context request) {
    if (request.routeRoles().isEmpty()) {
      throw forbidden("no-permission", "", "Expected a route with a permission, but found one without");
    }
    if (!request.routeRoles().contains(RouteAccess.Open.EVERYBODY)) {
      Caller caller = authenticate(request);
      request.attribute(PERMITTED, caller);
      request.routeRoles().forEach(role -> authorize(caller, (RouteAccess) role));
    }
  }

  private static void authorize(Caller caller, RouteAccess access) {
    if (access instanceof RouteAccess.Needs(Permission permission) && !caller.may(permission)) {
      String least = word(Role.leastFor(permission));
      throw forbidden("not-permitted", "", "Expected a caller with the role " + least + ", but '" + caller.name()
          + "' has the role " + word(caller.role())
          + "; an administrator gives another token with `tidemill access create --role " + least + "`");
    }
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private Caller authenticate(Context request) {
    String authorization = request.header("Authorization");
    Caller caller = caller(request);
    if (caller == null) {
      throw forbidden("wrong-token", "Authorization",
          "Expected an access token, or the token in the data directory of `tidemill dev`, as 'Bearer …', but found "
              + (authorization == null ? "none" : "one that is unknown, was taken back or has ended"));
    }
    if (authorization == null && !READING.contains(request.method().name()) && request.header("Origin") == null) {
      throw forbidden("foreign-origin", "Origin",
          "Expected a change asked for with a session to come from a page of this server, but found no Origin");
    }
    return caller;
  }

  /// Who was let in with a request.
  Caller permitted(Context request) {
    Caller caller = request.attribute(PERMITTED);
    if (caller == null) {
      throw new IllegalStateException("Expected a request that was let in, but found one of nobody");
    }
    return caller;
  }

  /// Who sends a request, by the token or else by the session it carries; null if it is nobody.
  @Nullable Caller caller(Context request) {
    String authorization = request.header("Authorization");
    if (authorization == null) {
      return sessions.bySession(request.cookie(cookie));
    }
    return authorization.startsWith(BEARER) ? sessions.byToken(authorization.substring(BEARER.length())) : null;
  }

  private static RefusedException forbidden(String code, String field, String message) {
    return RefusedException.of(Kind.FORBIDDEN, code, field, message);
  }
}
