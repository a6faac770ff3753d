package io.tidemill.api.service;

import io.tidemill.api.Operations;
import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.http.Endpoint;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Operations that name each request that may change something as its route is named, for [CurrentRequest].
final class NamedRequests {
  private NamedRequests() {}

  /// @param operations what does the work
  static Operations of(Operations operations) {
    Map<Method, Object> resources = new HashMap<>();
    for (Method resource : Operations.class.getMethods()) {
      resources.put(resource, named(resource, invoke(resource, operations)));
    }
    return (Operations) Proxy.newProxyInstance(Operations.class.getClassLoader(), new Class<?>[]{Operations.class},
        (_, method, arguments) -> {
          Object resource = resources.get(method);
          return resource == null ? method.invoke(operations, arguments) : resource;
        });
  }

  private static Object invoke(Method resource, Operations operations) {
    try {
      return resource.invoke(operations);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Expected operations with " + resource.getName() + ", but found " + e, e);
    }
  }

  private static Object named(Method resource, Object right) {
    Class<?> type = resource.getReturnType();
    Map<Method, String> verbs = new HashMap<>();
    for (Method method : type.getMethods()) {
      Endpoint endpoint = Endpoint.of(resource, method);
      if (!endpoint.verb().equals("GET")) {
        verbs.put(method, endpoint.id());
      }
    }
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
      String verb = verbs.get(method);
      return verb == null
          ? call(method, right, arguments)
          : CurrentRequest.<@Nullable Object, Throwable>as(verb, () -> call(method, right, arguments));
    });
  }

  private static @Nullable Object call(Method method, Object right, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(right, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
