package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidemill.console.view.ActivateRequest;
import io.tidemill.console.view.Operations;
import io.tidemill.console.view.PurgeRequest;
import java.util.regex.Pattern;

/// DAGs and their versions: list, deploy, activate, purge, resume.
final class DagRoutes {
  private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$.-]{0,200}\\.(java|jar)");

  private final Operations operations;

  DagRoutes(Operations operations) {
    this.operations = operations;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/v1/dags", this::list, Permission.VIEW);
    routes.post("/api/v1/dags", this::deploy, Permission.DEPLOY);
    routes.post("/api/v1/dags/plan", this::plan, Permission.DEPLOY);
    routes.post("/api/v1/dags/purge", this::purge, Permission.DEPLOY);
    routes.get("/api/v1/dags/{dag}/versions", this::versions, Permission.VIEW);
    routes.post("/api/v1/dags/{dag}/activate", this::activate, Permission.DEPLOY);
    routes.post("/api/v1/dags/{dag}/resume", this::resume, Permission.OPERATE);
  }

  private void list(Context request) {
    Queries.only(request);
    Answers.ok(request, operations.dags());
  }

  private void resume(Context request) {
    Queries.only(request);
    operations.resume(request.pathParam("dag"));
    request.status(204);
  }

  private void plan(Context request) {
    Queries.only(request, "name");
    String name = fileName(request);
    Answers.ok(request, operations.planDeployment(name, Bodies.file(request)));
  }

  private void deploy(Context request) {
    Queries.only(request, "name", "plan");
    String name = fileName(request);
    Answers.ok(request, operations.deploy(name, Bodies.file(request), request.queryParam("plan")));
  }

  private static String fileName(Context request) {
    String name = request.queryParam("name");
    if (name == null || !FILE_NAME.matcher(name).matches()) {
      throw Bodies.invalid("bad-name", "name", "Expected a file name like Hello.java or hello.jar, but found "
          + (name == null ? "none" : "'" + name + "'"));
    }
    return name;
  }

  private void versions(Context request) {
    Queries.only(request);
    Answers.ok(request, operations.versions(request.pathParam("dag")));
  }

  private void activate(Context request) {
    Queries.only(request);
    Answers.ok(request,
        operations.activate(request.pathParam("dag"), Bodies.json(request, ActivateRequest.class)));
  }

  private void purge(Context request) {
    Queries.only(request);
    Answers.ok(request, operations.purge(Bodies.json(request, PurgeRequest.class)));
  }
}
