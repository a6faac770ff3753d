package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidemill.console.view.Operations;
import java.util.regex.Pattern;

/// DAGs: list, deploy.
final class DagRoutes {
  private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.-]{0,200}\\.(java|jar)");

  private final Operations operations;

  DagRoutes(Operations operations) {
    this.operations = operations;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/v1/dags", this::list, Permission.VIEW);
    routes.post("/api/v1/dags", this::deploy, Permission.DEPLOY);
  }

  private void list(Context request) {
    Queries.only(request);
    Answers.ok(request, operations.dags());
  }

  private void deploy(Context request) {
    Queries.only(request, "name");
    String name = request.queryParam("name");
    if (name == null || !FILE_NAME.matcher(name).matches()) {
      throw Bodies.invalid("bad-name", "name", "Expected a file name like Hello.java or hello.jar, but found "
          + (name == null ? "none" : "'" + name + "'"));
    }
    Answers.ok(request, operations.deploy(name, Bodies.file(request)));
  }
}
