package io.tidemill.daemon.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.api.Operations;
import io.tidemill.api.ViewJson;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.http.Argument;
import io.tidemill.api.http.Endpoint;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.console.session.CallerLookup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Each route of the contract, from the client through HTTP to the method that declares it, and back. A route that is added is
/// tested here without a line.
class ApiRoundTripTest {
  private static final String TOKEN = "secret";

  private final List<Call> calls = new ArrayList<>();
  private Samples samples = new Samples(false);
  private @Nullable RefusedException refusal;
  private final ApiServer server = ApiServer.start(recording(), TOKEN, CallerLookup.NONE, 0);
  private final Operations client = RemoteOperations.at(server.port(), TOKEN);

  /// What arrived.
  private record Call(String id, List<JsonNode> arguments) {}

  @AfterEach void close() {
    server.close();
  }

  static Stream<Arguments> routes() {
    return Endpoint.all(Operations.class)
        .stream()
        .flatMap(each -> Stream.of(Arguments.of(each, false), Arguments.of(each, true)));
  }

  /// Operations that write down what they are asked, and answer samples.
  private Operations recording() {
    return proxy(Operations.class, (resource, _) -> proxy(resource.getReturnType(), (method, arguments) -> {
      calls.add(new Call(Endpoint.of(resource, method).id(), json(arguments)));
      if (refusal != null) {
        throw refusal;
      }
      return answer(method, arguments);
    }));
  }

  private interface Answer {
    @Nullable Object to(Method method, @Nullable Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
        (_, method, arguments) -> answer.to(method, arguments == null ? new Object[0] : arguments)));
  }

  @SuppressWarnings("unchecked") private @Nullable Object answer(Method method, @Nullable Object[] arguments) {
    if (method.getReturnType() == Subscription.class) {
      ((Consumer<Object>) arguments[0]).accept(event(Endpoint.of(method, method)));
      return (Subscription) () -> {};
    }
    return samples.of(method.getGenericReturnType(),
        method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class));
  }

  private Object event(Endpoint endpoint) {
    return samples.of(Objects.requireNonNull(endpoint.only(Argument.Listener.class)).event(), false);
  }

  private static List<JsonNode> json(@Nullable Object[] values) {
    return Stream.of(values).filter(each -> !(each instanceof Consumer)).map(ApiRoundTripTest::json).toList();
  }

  private static JsonNode json(@Nullable Object value) {
    return ViewJson.STRICT.readTree(ViewJson.STRICT.writeValueAsBytes(value));
  }

  private @Nullable Object[] arguments(Endpoint endpoint, BlockingQueue<Object> told) {
    Parameter[] parameters = endpoint.method().getParameters();
    @Nullable Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = switch (endpoint.arguments().get(i)) {
        case Argument.Listener _ -> (Consumer<Object>) told::add;
        case Argument.QueryValue value when !value.pattern().isEmpty() -> "Häuser.java";
        default -> samples.of(parameters[i].getParameterizedType(),
            parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class));
      };
    }
    return arguments;
  }

  private @Nullable Object ask(Endpoint endpoint, @Nullable Object[] arguments) throws Exception {
    try {
      return endpoint.method().invoke(endpoint.resource().invoke(client), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @ParameterizedTest
  @MethodSource("routes") void what_is_asked_arrives_and_what_is_answered_returns(Endpoint endpoint, boolean sparse)
      throws Exception {
    samples = new Samples(sparse);
    BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    @Nullable Object[] arguments = arguments(endpoint, told);

    Object answer = ask(endpoint, arguments);

    if (answer instanceof Subscription subscription) {
      assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(event(endpoint));
      subscription.close();
    } else {
      assertThat(json(answer)).isEqualTo(json(answer(endpoint.method(), arguments)));
    }
    assertThat(calls).containsExactly(new Call(endpoint.id(), json(arguments)));
  }

  @ParameterizedTest
  @MethodSource("routes") void a_refusal_returns_as_it_was_made(Endpoint endpoint, boolean sparse) {
    if (endpoint.only(Argument.Listener.class) != null) {
      return;
    }
    samples = new Samples(sparse);
    Kind kind = endpoint.refuses().isEmpty() ? Kind.UNAVAILABLE : endpoint.refuses().getLast();
    refusal = new RefusedException(kind, List.of(new ApiError("code", "field", "message", "found", "allowed"),
        ApiError.of("other", "", "more")));

    assertThatThrownBy(() -> ask(endpoint, arguments(endpoint, new LinkedBlockingQueue<>())))
        .isInstanceOfSatisfying(RefusedException.class, e -> {
          assertThat(e.kind()).isEqualTo(kind);
          assertThat(e.refusals()).isEqualTo(refusal.refusals());
        });
  }

  @Test void the_document_has_the_routes_of_server_and_client() {
    byte[] document = new ApiClient(server.port(), TOKEN).send("GET", "/openapi.json", null, BodyPublishers.noBody());
    List<String> documented = new ArrayList<>();
    ViewJson.STRICT.readTree(document)
        .get("paths")
        .properties()
        .forEach(path -> path.getValue()
            .propertyNames()
            .forEach(verb -> documented.add(verb.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

    assertThat(documented).containsExactlyInAnyOrderElementsOf(
        Endpoint.all(Operations.class).stream().map(Endpoint::toString).toList());
  }
}
