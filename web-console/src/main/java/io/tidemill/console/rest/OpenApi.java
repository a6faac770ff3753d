package io.tidemill.console.rest;

import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Argument;
import io.tidemill.api.http.Creation;
import io.tidemill.api.http.Endpoint;
import io.tidemill.api.http.ProblemDetails;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The OpenAPI 3.1 document of the contract, made of the same declarations as the routes.
final class OpenApi {
  /// Where it is served; the one path that is not in it.
  static final String PATH = "/openapi.json";
  private static final String JSON = "application/json";

  private final Schemas schemas = new Schemas();
  private final Map<String, Object> json = new LinkedHashMap<>();

  OpenApi() {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    TreeSet<String> tags = new TreeSet<>();
    for (Endpoint endpoint : Endpoint.all(Operations.class)) {
      tags.add(endpoint.tag());
      paths.computeIfAbsent(endpoint.path(), _ -> new TreeMap<>())
          .put(endpoint.verb().toLowerCase(Locale.ROOT), operation(endpoint));
    }
    json.put("openapi", "3.1.0");
    json.put("info", Map.of("title", "Tidemill", "version", "1", "description",
        "What can be asked and ordered of a scheduler. Served on 127.0.0.1 to whoever has the token of its data directory."));
    json.put("servers", List.of(Map.of("url", Endpoint.ROOT)));
    json.put("security", List.of(Map.of("token", List.of())));
    json.put("tags", tags.stream().map(each -> Map.of("name", each)).toList());
    json.put("paths", paths);
    json.put("components", Map.of("schemas", schemas.all(), "securitySchemes",
        Map.of("token", Map.of("type", "http", "scheme", "bearer"))));
  }

  /// The document.
  Map<String, Object> json() {
    return json;
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", endpoint.id());
    operation.put("tags", List.of(endpoint.tag()));
    operation.put("x-permission", endpoint.permission());
    operation.put("parameters", parameters(endpoint));
    Argument.JsonBody body = endpoint.only(Argument.JsonBody.class);
    if (body != null) {
      operation.put("requestBody", body(JSON, schemas.request(body.type())));
    } else if (endpoint.only(Argument.FileBody.class) != null) {
      operation.put("requestBody", body(RequestBodies.FILE, Map.of("type", "string", "format", "binary")));
    }
    operation.put("responses", responses(endpoint));
    return operation;
  }

  private static Map<String, Object> body(String type, Object schema) {
    return Map.of("required", true, "content", content(type, schema));
  }

  private static Map<String, Object> content(String type, Object schema) {
    return Map.of(type, Map.of("schema", schema));
  }

  private List<Map<String, Object>> parameters(Endpoint endpoint) {
    Stream<Map<String, Object>> segments = endpoint.arguments()
        .stream()
        .filter(Argument.Segment.class::isInstance)
        .map(Argument.Segment.class::cast)
        .map(each -> parameter(each.name(), "path", true, schemas.of(each.type())));
    return Stream.concat(segments, endpoint.query()
        .stream()
        .map(each -> parameter(each.name(), "query", each.required(), schema(each)))).toList();
  }

  private static Map<String, Object> parameter(String name, String in, boolean required, Object schema) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("name", name);
    parameter.put("in", in);
    parameter.put("required", required);
    parameter.put("schema", schema);
    return parameter;
  }

  private Map<String, Object> schema(Argument.QueryValue value) {
    Map<String, Object> schema = new LinkedHashMap<>(schemas.of(value.type()));
    if (!value.otherwise().isEmpty()) {
      schema.put("default", QueryParams.parsed(value.name(), value.element(), value.otherwise()));
    }
    if (!value.pattern().isEmpty()) {
      schema.put("pattern", "^" + value.pattern() + "$");
      schema.put("description", value.expected());
    }
    return schema;
  }

  private Map<String, Object> responses(Endpoint endpoint) {
    Map<String, Object> responses = new TreeMap<>();
    if (endpoint.mayBeEmpty()) {
      responses.put("204", Map.of("description", endpoint.empty() ? "Done" : "There is none"));
    }
    Argument.Listener listener = endpoint.only(Argument.Listener.class);
    if (listener != null) {
      // OpenAPI 3.1 has no schema for a stream; what each of its data is stands in the components all the same.
      schemas.of(listener.event());
      responses.put("200", Map.of("description", "Server-sent events, the data of each a " + listener.event()
          .getSimpleName(), "content", content("text/event-stream", Map.of("type", "string"))));
    } else if (!endpoint.empty()) {
      if (Creation.class.isAssignableFrom(endpoint.method().getReturnType())) {
        responses.put("200", Map.of("description", "It was there before", "content",
            content(JSON, schemas.of(endpoint.method().getGenericReturnType()))));
      }
      responses.put("" + endpoint.status(), Map.of("description", "Done", "content",
          content(JSON, schemas.of(endpoint.method().getGenericReturnType()))));
    }
    Stream.concat(endpoint.refuses().stream(), Stream.of(Kind.INVALID, Kind.FORBIDDEN, Kind.UNAVAILABLE))
        .forEach(each -> problem(responses, ProblemDetails.status(each), meaning(each)));
    problem(responses, ProblemDetails.NO_TOKEN, "The request has no token");
    problem(responses, 500, "A defect; the log of the server tells more under the requestId");
    if (endpoint.arguments()
        .stream()
        .anyMatch(each -> each instanceof Argument.JsonBody || each instanceof Argument.FileBody)) {
      problem(responses, ProblemDetails.TOO_LARGE, "The body of the request is too long");
    }
    return responses;
  }

  private static String meaning(Kind kind) {
    return switch (kind) {
      case INVALID -> "The request is wrong; another one may be right";
      case NOT_FOUND -> "What the request names does not exist";
      case CONFLICT -> "It cannot be done in the present state";
      case FORBIDDEN -> "The caller may not ask";
      case UNAVAILABLE -> "No answer in time; it is not known whether it was done";
    };
  }

  private void problem(Map<String, Object> responses, int status, String description) {
    responses.put("" + status, Map.of("description", description, "content",
        content(ProblemDetails.TYPE, schemas.of(ProblemDetails.class))));
  }
}
