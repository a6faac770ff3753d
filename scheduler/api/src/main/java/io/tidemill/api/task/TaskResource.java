package io.tidemill.api.task;

import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Tasks of runs.
public interface TaskResource {
  /// The result of a task as JSON, null where it has none.
  @Route(value = "GET /runs/{dag}/{run}/tasks/{task}/output", permission = Permission.VIEW, refuses = {Kind.NOT_FOUND,
      Kind.CONFLICT})
  @Nullable JsonNode output(String dag, long run, String task);
}
