package io.tidemill.api.overview;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Query;
import io.tidemill.api.http.Route;

/// Overviews: what a page shows, in one answer of bounded size.
public interface OverviewResource {
  /// All DAGs with their latest runs, and what runs now.
  @Route(value = "GET /overview", permission = Permission.VIEW) Overview get();

  /// What an agent has: the assignments of all its processes. An agent that is not known has none.
  @Route(value = "GET /overview/agents/{name}", permission = Permission.VIEW) AgentOverview agent(String name);

  /// The runs of a DAG against its tasks, newest first.
  @Route(value = "GET /overview/dags/{dag}/grid", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) GridView grid(String dag, @Query GridFilter filter);

  /// One run with its tasks, without stack traces.
  @Route(value = "GET /overview/runs/{dag}/{run}", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT}) RunOverview run(String dag, long run);
}
