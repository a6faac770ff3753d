package io.tidemill.api.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks for a run.
///
/// @param key a key used before gives the run it gave then, null for none
/// @param params JSON object, null for none
/// @param pairs `name=value` texts, which win over `params`; null for none
/// @param by user who starts it by hand, null where a program does
/// @param commandId names the request, so that a repetition gets the first answer; null: it is never repeated
public record StartRequest(String dag, @Nullable String key, @Nullable JsonNode params, @Nullable List<String> pairs,
    @Nullable String by, @Nullable String commandId) implements CommandRequest {
  /// Asks once for a run, as a program does.
  public StartRequest(String dag, @Nullable String key, @Nullable JsonNode params, @Nullable List<String> pairs) {
    this(dag, key, params, pairs, null, null);
  }
}
