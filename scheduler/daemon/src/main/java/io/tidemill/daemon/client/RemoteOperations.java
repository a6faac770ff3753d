package io.tidemill.daemon.client;

import io.tidemill.api.Operations;
import io.tidemill.api.ViewJson;
import io.tidemill.api.event.Event;
import io.tidemill.api.http.Argument;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.run.CommandRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/// Asks the scheduler of another process through its API: each method of a resource by the route that it declares. Where nobody
/// answers, requests are refused as unavailable; a command that has an id is sent again first.
public final class RemoteOperations {
  private final ApiClient api;

  private RemoteOperations(ApiClient api) {
    this.api = api;
  }

  /// @param port port on 127.0.0.1
  /// @param token secret of the API
  public static Operations at(int port, String token) {
    return of(new ApiClient(port, token));
  }

  /// @param server address of a server, without a path
  /// @param token access token, or the owner's
  public static Operations at(URI server, String token) {
    return of(ApiClient.of(server, token));
  }

  private static Operations of(ApiClient api) {
    RemoteOperations remote = new RemoteOperations(api);
    return remote.proxy(Operations.class, (resource, _) -> remote.proxy(resource.getReturnType(),
        (method, arguments) -> remote.ask(Endpoint.of(resource, method), arguments)));
  }

  private interface Call {
    @Nullable Object of(Method method, @Nullable Object[] arguments) throws Exception;
  }

  private <T> T proxy(Class<T> type, Call call) {
    InvocationHandler handler = (_, method, arguments) -> method.getDeclaringClass() == Object.class
        ? method.invoke(call, arguments)
        : call.of(method, arguments == null ? new Object[0] : arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
  }

  @SuppressWarnings("unchecked") // The one stream there is tells of events.
  private @Nullable Object ask(Endpoint endpoint, @Nullable Object[] arguments) throws ReflectiveOperationException {
    Map<String, String> segments = new HashMap<>();
    List<String> query = new ArrayList<>();
    String type = null;
    boolean repeatable = false;
    BodyPublisher body = BodyPublishers.noBody();
    for (int i = 0; i < arguments.length; i++) {
      Object value = arguments[i];
      switch (endpoint.arguments().get(i)) {
        case Argument.Segment segment -> segments.put(segment.name(), ApiClient.encoded("" + value));
        case Argument.QueryValue one -> add(query, one.name(), value);
        case Argument.QueryRecord filter -> {
          @Nullable Object[] values = filter.take(Objects.requireNonNull(value));
          for (int j = 0; j < values.length; j++) {
            add(query, filter.values().get(j).name(), values[j]);
          }
        }
        case Argument.JsonBody _ -> {
          type = "application/json";
          body = BodyPublishers.ofByteArray(ViewJson.STRICT.writeValueAsBytes(value));
          repeatable = value instanceof CommandRequest command && command.commandId() != null;
        }
        case Argument.FileBody _ -> {
          type = "application/octet-stream";
          body = BodyPublishers.ofByteArray((byte[]) Objects.requireNonNull(value));
        }
        case Argument.Listener _ -> {
          return new EventStream(api, endpoint.path(), (Consumer<Event>) Objects.requireNonNull(value));
        }
      }
    }
    String path = endpoint.address(name -> Objects.requireNonNull(segments.get(name)));
    String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
    return read(endpoint, repeatable
        ? api.sendUntilAnswered(endpoint.verb(), target, type, body)
        : api.send(endpoint.verb(), target, type, body));
  }

  private static @Nullable Object read(Endpoint endpoint, byte[] answer) {
    JavaType type = ViewJson.LENIENT.constructType(endpoint.method().getGenericReturnType());
    return answer.length == 0 ? null : ViewJson.LENIENT.readValue(answer, type);
  }

  private static void add(List<String> query, String name, @Nullable Object value) {
    if (value instanceof List<?> values) {
      values.forEach(each -> add(query, name, each));
    } else if (value != null) {
      query.add(name + "=" + ApiClient.encoded("" + value));
    }
  }
}
