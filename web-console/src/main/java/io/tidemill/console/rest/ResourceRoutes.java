package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import io.tidemill.api.Operations;
import io.tidemill.api.http.Argument;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.http.Permission;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/// Serves each route of the contract by the method that declares it.
record ResourceRoutes(Operations operations, EventRoute events) {
  /// What a route needs, as the web server knows it.
  private record Role(Permission permission) implements RouteRole {}

  void add(RoutesConfig routes) {
    for (Endpoint endpoint : Endpoint.all(Operations.class)) {
      add(routes, endpoint.verb(), endpoint.path(), endpoint.permission(),
          endpoint.only(Argument.Listener.class) == null ? request -> answer(request, endpoint) : events::stream);
    }
    add(routes, "GET", OpenApi.PATH, Permission.VIEW, request -> {
      QueryParams.only(request);
      Responses.ok(request, new OpenApi().json());
    });
  }

  private static void add(RoutesConfig routes, String verb, String path, Permission permission, Handler handler) {
    routes.addHttpHandler(HandlerType.findOrCreate(verb), Endpoint.ROOT + path, handler, new Role(permission));
  }

  private void answer(Context request, Endpoint endpoint) throws ReflectiveOperationException {
    QueryParams.only(request, endpoint.query().stream().map(Argument.QueryValue::name).toArray(String[]::new));
    @Nullable Object[] arguments = new Object[endpoint.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = read(request, endpoint.arguments().get(i));
    }
    Object answer = call(endpoint, arguments);
    if (answer == null) {
      request.status(204);
    } else {
      Responses.ok(request.status(endpoint.status()), answer);
    }
  }

  private static @Nullable Object read(Context request, Argument argument) throws ReflectiveOperationException {
    return switch (argument) {
      case Argument.Segment segment ->
        QueryParams.parsed(segment.name(), segment.type(), request.pathParam(segment.name()));
      case Argument.QueryValue value -> QueryParams.value(request, value);
      case Argument.QueryRecord filter -> filter
          .make(filter.values().stream().map(each -> QueryParams.value(request, each)).toArray());
      case Argument.JsonBody body -> RequestBodies.json(request, body.type());
      case Argument.FileBody _ -> RequestBodies.file(request);
      case Argument.Listener _ -> throw new IllegalStateException("Expected a route that answers at once");
    };
  }

  private @Nullable Object call(Endpoint endpoint, @Nullable Object[] arguments) throws ReflectiveOperationException {
    try {
      return endpoint.method().invoke(endpoint.resource().invoke(operations), arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
