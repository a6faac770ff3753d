package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/// Adds routes that only read: they answer GET, and HEAD alike without the body.
final class ReadRoute {
  private ReadRoute() {}

  static void add(RoutesConfig routes, String path, Handler handler, RouteAccess access) {
    routes.addHttpHandler(HandlerType.GET, path, handler, access);
    routes.addHttpHandler(HandlerType.HEAD, path, handler, access);
  }
}
