package io.tidemill.api.agent;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import java.util.List;

/// Agents.
public interface AgentResource {
  /// All agents by their names.
  @Route(value = "GET /agents", permission = Permission.VIEW) List<AgentView> list();

  /// Forgets an agent: its session is cut, and its credential opens no other.
  @Route(value = "DELETE /agents/{name}", permission = Permission.ADMINISTER, refuses = Kind.NOT_FOUND) void remove(
      String name);

  /// Declares an agent gone for good that is away: what it had is lost and starts elsewhere, also what waits for its agent.
  @Route(value = "POST /agents/{name}/lost", permission = Permission.ADMINISTER, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) AgentLostView lost(String name);
}
