package io.tidemill.console.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.api.Operations;
import io.tidemill.api.http.Argument;
import io.tidemill.api.http.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The list of routes for people, held to the contract.
class ApiDocumentTest {
  private static String row(Endpoint endpoint) {
    String query = endpoint.query().stream().map(each -> "`" + each.name() + "`").collect(Collectors.joining(", "));
    Argument.JsonBody body = endpoint.only(Argument.JsonBody.class);
    String file = endpoint.only(Argument.FileBody.class) == null ? "" : "the file";
    return "| `" + endpoint + "` | " + endpoint.permission() + " | " + query + " | "
        + (body == null ? file : "`" + body.type().getSimpleName() + "`") + " |";
  }

  @Test void each_route_stands_in_the_document_with_its_permission_query_and_body() throws IOException {
    String document = Files.readString(Path.of("../docs/api.md"));

    assertThat(Endpoint.all(Operations.class)).allSatisfy(each -> assertThat(document).contains(row(each)));
    assertThat(document.lines().filter(line -> line.matches("\\| `[A-Z]+ /.*")))
        .hasSize(Endpoint.all(Operations.class).size());
  }
}
