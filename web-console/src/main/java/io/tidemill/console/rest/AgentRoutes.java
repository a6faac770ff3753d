package io.tidemill.console.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidemill.console.view.AgentOperations;
import io.tidemill.console.view.Operations;
import io.tidemill.console.view.TokenRequest;

/// Agents and their join tokens: list, remove, declare gone, create.
final class AgentRoutes {
  private final Operations operations;

  AgentRoutes(Operations operations) {
    this.operations = operations;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/v1/agents", this::agents, Permission.VIEW);
    routes.delete("/api/v1/agents/{name}", this::remove, Permission.ADMINISTER);
    routes.post("/api/v1/agents/{name}/lost", this::lost, Permission.ADMINISTER);
    routes.get("/api/v1/join-tokens", this::tokens, Permission.ADMINISTER);
    routes.post("/api/v1/join-tokens", this::create, Permission.ADMINISTER);
    routes.delete("/api/v1/join-tokens/{id}", this::revoke, Permission.ADMINISTER);
  }

  private AgentOperations ask() {
    return operations.agents();
  }

  private void agents(Context request) {
    Queries.only(request);
    Answers.ok(request, ask().agents());
  }

  private void remove(Context request) {
    Queries.only(request);
    ask().remove(request.pathParam("name"));
    request.status(204);
  }

  private void lost(Context request) {
    Queries.only(request);
    Answers.ok(request, ask().lost(request.pathParam("name")));
  }

  private void tokens(Context request) {
    Queries.only(request);
    Answers.ok(request, ask().tokens());
  }

  private void create(Context request) {
    Queries.only(request);
    Answers.ok(request.status(201), ask().createToken(Bodies.json(request, TokenRequest.class)));
  }

  private void revoke(Context request) {
    Queries.only(request);
    ask().revokeToken(request.pathParam("id"));
    request.status(204);
  }
}
