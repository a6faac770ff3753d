package io.tidemill.api.http;

import io.tidemill.api.error.RefusedException.Kind;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One route as its declaration says: what server, client and document each follow.
///
/// @param resource method of the API that gives the resource
/// @param method method of the resource
/// @param verb HTTP method
/// @param path template under `/api/v1`
/// @param status of an answer that is there
/// @param refuses refusals of its own
/// @param arguments one a parameter of the method, in its order
public record Endpoint(Method resource, Method method, String verb, String path, Permission permission, int status,
    List<Kind> refuses, List<Argument> arguments) {
  /// Path of the whole API.
  public static final String ROOT = "/api/v1";

  /// All routes of an API, which is an interface with one method a resource; by path.
  ///
  /// @throws IllegalStateException if a method of a resource declares no route, or one that cannot be
  public static List<Endpoint> all(Class<?> api) {
    return Arrays.stream(api.getMethods())
        .flatMap(resource -> Arrays.stream(resource.getReturnType().getMethods()).map(each -> of(resource, each)))
        .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::verb))
        .toList();
  }

  /// The route of one method.
  ///
  /// @param resource method of the API that gives the resource
  public static Endpoint of(Method resource, Method method) {
    Route route = method.getAnnotation(Route.class);
    if (route == null) {
      throw wrong(method, "to declare its @Route, but it has none");
    }
    int space = route.value().indexOf(' ');
    String path = route.value().substring(space + 1);
    List<Argument> arguments = Arrays.stream(method.getParameters()).map(each -> argument(path, each)).toList();
    long segments = arguments.stream().filter(Argument.Segment.class::isInstance).count();
    if (path.chars().filter(each -> each == '{').count() != segments) {
      throw wrong(method, "to have a parameter for each name in the path " + path + ", but found "
          + Arrays.toString(method.getParameters()));
    }
    if (arguments.stream().filter(each -> !(each instanceof Argument.Segment || inQuery(each))).count() > 1) {
      throw wrong(method, "to have at most one body; mark what stands in the query with @Query");
    }
    return new Endpoint(resource, method, route.value().substring(0, space), path, route.permission(), route.status(),
        List.of(route.refuses()), arguments);
  }

  private static boolean inQuery(Argument argument) {
    return argument instanceof Argument.QueryValue || argument instanceof Argument.QueryRecord;
  }

  private static Argument argument(String path, Parameter parameter) {
    Class<?> type = parameter.getType();
    Query query = parameter.getAnnotation(Query.class);
    if (query != null) {
      return type.isRecord()
          ? Argument.QueryRecord.of(type.asSubclass(Record.class))
          : Argument.QueryValue.of(parameter.getName(), parameter.getParameterizedType(),
              parameter.getAnnotatedType().isAnnotationPresent(Nullable.class), query);
    }
    if (path.contains("{" + parameter.getName() + "}")) {
      return new Argument.Segment(parameter.getName(), type);
    }
    if (type == byte[].class) {
      return new Argument.FileBody();
    }
    return type == Consumer.class
        ? new Argument.Listener(
            (Class<?>) ((ParameterizedType) parameter.getParameterizedType()).getActualTypeArguments()[0])
        : new Argument.JsonBody(type);
  }

  private static IllegalStateException wrong(Method method, String problem) {
    return new IllegalStateException("Expected " + method.getDeclaringClass().getSimpleName() + "." + method.getName()
        + " " + problem);
  }

  /// Name of the resource, such as `runs`.
  public String tag() {
    return resource.getName();
  }

  /// Name that no other route has, such as `runs.start`.
  public String id() {
    return tag() + "." + method.getName();
  }

  /// Every value that the query may have.
  public List<Argument.QueryValue> query() {
    return arguments.stream().flatMap(each -> switch (each) {
      case Argument.QueryValue value -> Stream.of(value);
      case Argument.QueryRecord filter -> filter.values().stream();
      case Argument.Segment _,Argument.JsonBody _,Argument.FileBody _,Argument.Listener _ -> Stream.empty();
    }).toList();
  }

  /// The one argument of a kind, null where there is none.
  public <T extends Argument> @Nullable T only(Class<T> kind) {
    return arguments.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElse(null);
  }

  /// Whether an answer may be empty: with status 204.
  public boolean mayBeEmpty() {
    return empty() || method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
  }

  /// Whether it never answers more than that it was done.
  public boolean empty() {
    return method.getReturnType() == void.class;
  }

  /// The path with its names replaced.
  public String address(Function<String, String> segment) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      parts.add(part.startsWith("{") ? segment.apply(part.substring(1, part.length() - 1)) : part);
    }
    return String.join("/", parts);
  }

  @Override public String toString() {
    return verb + " " + path;
  }
}
