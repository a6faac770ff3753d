package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.console.session.BrowserSessions;
import io.tidemill.console.session.Caller;
import java.util.Objects;

/// Begins and ends sessions of browsers. A session travels in a cookie that no script can read and that no other site's page sends.
record SessionRoutes(BrowserSessions sessions, RequestFilter filter) {
  static final String PATH = "/session";

  void add(RoutesConfig routes) {
    routes.addHttpHandler(HandlerType.POST, PATH, this::begin, RouteAccess.Open.EVERYBODY);
    ReadRoute.add(routes, PATH, this::show, new RouteAccess.Needs(Permission.VIEW));
    routes.addHttpHandler(HandlerType.DELETE, PATH, this::end, RouteAccess.Open.EVERYBODY);
    routes.addHttpHandler(HandlerType.POST, PATH + "/codes", this::code, new RouteAccess.Needs(Permission.VIEW));
  }

  private void begin(Context request) {
    LoginRequest login = RequestBodies.json(request, LoginRequest.class);
    String token = login.token();
    String code = login.code();
    Caller caller = token == null ? null : sessions.byToken(token.strip());
    if (caller == null && code != null) {
      caller = sessions.redeem(code);
    }
    if (caller == null) {
      throw token == null
          ? RefusedException.of(Kind.FORBIDDEN, "wrong-code", "code",
              "Expected a login link that is younger than " + BrowserSessions.CODE_LIFE.toMinutes()
                  + " minutes and was not used yet; `tidemill open` makes a new one")
          : RefusedException.of(Kind.FORBIDDEN, "wrong-token", "token",
              "Expected an access token, or the token of the data directory (the file named 'token'), but found one that is"
                  + " unknown, was taken back or has ended");
    }
    cookie(request, sessions.begin(caller), BrowserSessions.LIFE.toSeconds());
    request.status(204);
  }

  private void show(Context request) {
    Caller caller = Objects.requireNonNull(filter.caller(request));
    Responses.ok(request, new CallerView(caller.name(), caller.role(), caller.role().permissions()));
  }

  private void end(Context request) {
    cookie(request, "", 0);
    request.status(204);
  }

  private void code(Context request) {
    Responses.ok(request.status(201), new LoginCode(
        sessions.newCode(Objects.requireNonNull(filter.caller(request))), BrowserSessions.CODE_LIFE.toSeconds()));
  }

  private void cookie(Context request, String value, long seconds) {
    request.res()
        .addHeader("Set-Cookie",
            filter.cookie() + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + seconds
                + (request.req().isSecure() ? "; Secure" : ""));
  }
}
