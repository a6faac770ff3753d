package io.tidemill.api.run;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks for a run.
///
/// @param key a key used before gives the run it gave then, null for none
/// @param params JSON object, null for none
/// @param pairs `name=value` texts, which win over `params`; null for none
public record StartRequest(String dag, @Nullable String key, @Nullable JsonNode params, @Nullable List<String> pairs) {}
