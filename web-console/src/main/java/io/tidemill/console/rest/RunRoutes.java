package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidemill.console.view.Operations;
import io.tidemill.console.view.RerunRequest;
import io.tidemill.console.view.RunFilter;
import io.tidemill.console.view.StartRequest;
import io.tidemill.runtime.port.RunStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Runs: list, show, start, cancel, rerun.
final class RunRoutes {
  private static final String RUN = "/api/v1/runs/{dag}/{run}";

  private final Operations operations;

  RunRoutes(Operations operations) {
    this.operations = operations;
  }

  /// Body of a cancellation.
  private record CancelRequest(@Nullable String reason) {}

  void add(RoutesConfig routes) {
    routes.get("/api/v1/runs", this::list, Permission.VIEW);
    routes.post("/api/v1/runs", this::start, Permission.OPERATE);
    routes.get(RUN, this::show, Permission.VIEW);
    routes.get(RUN + "/tasks/{task}/output", this::output, Permission.VIEW);
    routes.post(RUN + "/cancel", this::cancel, Permission.OPERATE);
    routes.post(RUN + "/rerun", this::rerun, Permission.OPERATE);
  }

  private void list(Context request) {
    Queries.only(request, "dag", "status", "cursor", "limit");
    long limit = Queries.number(request, "limit", RunFilter.DEFAULT);
    Answers.ok(request, operations.runs(new RunFilter(request.queryParam("dag"),
        Queries.constants(request, "status", RunStatus.class), request.queryParam("cursor"),
        Math.clamp(limit, 0, RunFilter.MOST + 1))));
  }

  private void start(Context request) {
    Queries.only(request);
    StartRequest wanted = Bodies.json(request, StartRequest.class);
    if (wanted.dag() == null) {
      throw Bodies.invalid("missing", "dag", "Expected the id of a DAG in dag, but found nothing");
    }
    Answers.ok(request.status(201), operations.start(wanted));
  }

  private void show(Context request) {
    Queries.only(request);
    Answers.ok(request, operations.run(request.pathParam("dag"), Queries.run(request)));
  }

  private void output(Context request) {
    Queries.only(request);
    JsonNode output = operations.output(request.pathParam("dag"), Queries.run(request), request.pathParam("task"));
    if (output == null) {
      request.status(204);
    } else {
      Answers.ok(request, output);
    }
  }

  private void cancel(Context request) {
    Queries.only(request);
    CancelRequest wanted = Bodies.json(request, CancelRequest.class);
    operations.cancel(request.pathParam("dag"), Queries.run(request), wanted.reason());
    Answers.ok(request.status(202), operations.run(request.pathParam("dag"), Queries.run(request)).run());
  }

  private void rerun(Context request) {
    Queries.only(request);
    Answers.ok(request, operations.rerun(request.pathParam("dag"), Queries.run(request),
        Bodies.json(request, RerunRequest.class)));
  }
}
