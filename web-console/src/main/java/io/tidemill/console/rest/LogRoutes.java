package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidemill.console.view.LogSource;
import io.tidemill.console.view.Operations;

/// Logs: without a task the attempts that logged something, with one a part of the log of an attempt.
final class LogRoutes {
  private final Operations operations;

  LogRoutes(Operations operations) {
    this.operations = operations;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/v1/runs/{dag}/{run}/log", this::log, Permission.VIEW);
  }

  private void log(Context request) {
    Queries.only(request, "task", "shard", "attempt", "after");
    String dag = request.pathParam("dag");
    String task = request.queryParam("task");
    if (task == null) {
      Answers.ok(request, operations.logSources(dag, Queries.run(request)));
    } else {
      int shard = Math.toIntExact(Math.clamp(Queries.number(request, "shard", -1), -1, Integer.MAX_VALUE));
      int attempt = Math.toIntExact(Math.clamp(Queries.number(request, "attempt", 1), 0, Integer.MAX_VALUE));
      Answers.ok(request, operations.log(dag, Queries.run(request), new LogSource(task, shard, null, attempt, 0),
          Queries.number(request, "after", -1)));
    }
  }
}
