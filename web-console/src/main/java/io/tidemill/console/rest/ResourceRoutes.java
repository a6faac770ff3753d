package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.tidemill.api.Operations;
import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.http.Argument;
import io.tidemill.api.http.Creation;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.http.Permission;
import io.tidemill.console.session.Caller;
import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/// Serves each route of the contract by the method that declares it.
///
/// @param filter knows the caller of a request
record ResourceRoutes(Operations operations, EventRoute events, RequestFilter filter) {
  void add(RoutesConfig routes) {
    for (Endpoint endpoint : Endpoint.all(Operations.class)) {
      String path = Endpoint.ROOT + endpoint.path();
      RouteAccess access = new RouteAccess.Needs(endpoint.permission());
      if (endpoint.only(Argument.Listener.class) != null) {
        routes.addHttpHandler(HandlerType.GET, path, events::stream, access);
      } else if (endpoint.verb().equals("GET")) {
        ReadRoute.add(routes, path, request -> answer(request, endpoint), access);
      } else {
        routes.addHttpHandler(HandlerType.findOrCreate(endpoint.verb()), path, request -> answer(request, endpoint),
            access);
      }
    }
    ReadRoute.add(routes, Endpoint.ROOT + OpenApi.PATH, request -> {
      QueryParams.only(request);
      Responses.ok(request, new OpenApi().json());
    }, new RouteAccess.Needs(Permission.VIEW));
  }

  private void answer(Context request, Endpoint endpoint) throws ReflectiveOperationException {
    QueryParams.only(request, endpoint.query().stream().map(Argument.QueryValue::name).toArray(String[]::new));
    @Nullable Object[] arguments = new Object[endpoint.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = read(request, endpoint.arguments().get(i));
    }
    Caller caller = filter.permitted(request);
    Object answer = CurrentRequest.<@Nullable Object, ReflectiveOperationException>of(
        CallerSignature.name(arguments, caller), caller.id(), request.ip(), () -> call(endpoint, arguments));
    if (answer == null) {
      request.status(204);
    } else {
      boolean known = answer instanceof Creation creation && !creation.created();
      Responses.ok(request.status(known ? 200 : endpoint.status()), answer);
    }
  }

  private @Nullable Object read(Context request, Argument argument) throws ReflectiveOperationException {
    return switch (argument) {
      case Argument.Segment segment ->
        QueryParams.parsed(segment.name(), segment.type(), request.pathParam(segment.name()));
      case Argument.QueryValue value -> QueryParams.value(request, value);
      case Argument.QueryRecord filter -> filter
          .make(filter.values().stream().map(each -> QueryParams.value(request, each)).toArray());
      case Argument.JsonBody body -> CallerSignature.sign(RequestBodies.json(request, body.type()),
          filter.permitted(request));
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
