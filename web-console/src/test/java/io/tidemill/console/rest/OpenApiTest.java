package io.tidemill.console.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.tidemill.api.Operations;
import io.tidemill.api.ViewJson;
import io.tidemill.api.http.Endpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The OpenAPI document, read as a client's generator would.
class OpenApiTest {
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

  private final JsonNode document = ViewJson.STRICT
      .readTree(ViewJson.STRICT.writeValueAsBytes(new OpenApi().json()));

  private void eachOperation(Consumer<JsonNode> check) {
    document.get("paths").forEach(path -> path.forEach(check));
  }

  private static void eachNode(JsonNode node, Consumer<JsonNode> check) {
    check.accept(node);
    node.forEach(each -> eachNode(each, check));
  }

  @Test void a_parser_of_others_reads_it_without_complaint() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);

    SwaggerParseResult read = new OpenAPIV3Parser().readContents(document.toString(), null, options);

    assertThat(read.getMessages()).isEmpty();
    assertThat(read.getOpenAPI().getPaths().values().stream().mapToInt(each -> each.readOperations().size()).sum())
        .isEqualTo(Endpoint.all(Operations.class).size());
  }

  @Test void it_says_what_it_is() {
    assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
    assertThat(document.at("/info/title").asString()).isNotEmpty();
    assertThat(document.at("/info/version").asString()).isNotEmpty();
    assertThat(document.at("/servers/0/url").asString()).isEqualTo("/api/v1");
    assertThat(document.at("/components/securitySchemes/token/scheme").asString()).isEqualTo("bearer");
  }

  @Test void each_operation_has_a_name_that_no_other_has_and_a_tag() {
    Set<String> ids = new HashSet<>();
    eachOperation(operation -> {
      assertThat(ids.add(operation.get("operationId").asString())).as(operation.toString()).isTrue();
      assertThat(operation.get("tags")).hasSize(1);
    });

    assertThat(ids).hasSize(Endpoint.all(Operations.class).size()).contains("runs.start", "logs.page");
  }

  @Test void the_parameters_are_those_of_the_path_and_of_the_query() {
    document.get("paths").properties().forEach(path -> path.getValue().forEach(operation -> {
      List<String> segments = new ArrayList<>();
      operation.get("parameters").forEach(parameter -> {
        assertThat(parameter.get("in").asString()).isIn("path", "query");
        assertThat(parameter.has("schema")).isTrue();
        if (parameter.get("in").asString().equals("path")) {
          assertThat(parameter.get("required").asBoolean()).isTrue();
          segments.add(parameter.get("name").asString());
        }
      });
      assertThat(segments)
          .containsExactlyElementsOf(NAME.matcher(path.getKey()).results().map(each -> each.group(1)).toList());
    }));
    JsonNode list = document.at("/paths/~1runs/get/parameters");
    assertThat(list.toString()).contains("\"name\":\"limit\"", "\"default\":50", "\"name\":\"status\"", "\"SUCCESS\"");
    assertThat(document.at("/paths/~1dags/post/parameters/0/required").asBoolean()).isTrue();
  }

  @Test void each_operation_has_all_its_answers() {
    eachOperation(operation -> {
      JsonNode responses = operation.get("responses");
      assertThat(responses.propertyNames()).contains("400", "401", "403", "500", "503")
          .anyMatch(status -> status.startsWith("2"));
      assertThat(responses.has("413")).isEqualTo(operation.has("requestBody"));
      responses.properties().forEach(response -> {
        assertThat(response.getValue().get("description").asString()).isNotEmpty();
        if (response.getKey().compareTo("400") >= 0) {
          assertThat(response.getValue().toString()).contains("application/problem+json", "schemas/ProblemDetails");
        }
      });
    });
    assertThat(document.at("/paths/~1runs/post/responses").propertyNames()).contains("201", "404", "409");
    assertThat(document.at("/paths/~1runs~1{dag}~1{run}~1tasks~1{task}~1output/get/responses").propertyNames())
        .contains("200", "204");
  }

  @Test void each_reference_leads_to_a_schema_and_no_schema_is_left_over() {
    Set<String> referred = new TreeSet<>();
    eachNode(document, node -> {
      if (node.has("$ref")) {
        String reference = node.get("$ref").asString();
        assertThat(document.at(reference.substring(1)).isObject()).as(reference).isTrue();
        referred.add(reference.substring(reference.lastIndexOf('/') + 1));
      }
    });

    referred.add("Event"); // of the stream, which cannot refer to it
    assertThat(document.at("/components/schemas").propertyNames()).containsExactlyInAnyOrderElementsOf(referred);
  }

  @Test void a_schema_requires_only_what_it_has() {
    document.at("/components/schemas").forEach(schema -> {
      Set<String> properties = new HashSet<>(schema.get("properties").propertyNames());
      schema.get("required").forEach(each -> assertThat(properties).contains(each.asString()));
    });
    JsonNode start = document.at("/components/schemas/StartRequest");
    assertThat(start.get("required").toString()).isEqualTo("[\"dag\"]");
    assertThat(start.get("additionalProperties").asBoolean()).isFalse();
    assertThat(document.at("/components/schemas/ProblemDetails/properties/errors/items/$ref").asString())
        .endsWith("/ApiError");
  }

}
