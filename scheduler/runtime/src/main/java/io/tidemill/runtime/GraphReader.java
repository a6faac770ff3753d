package io.tidemill.runtime;

import io.tidemill.dsl.graph.Graph;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads graphs from their canonical JSON, as stored with each version.
public final class GraphReader {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();

  private GraphReader() {}

  /// The graph.
  ///
  /// @throws IllegalArgumentException if it is not one, or of a newer schema than this program knows
  public static Graph read(String json) {
    try {
      Graph graph = MAPPER.readValue(json, Graph.class);
      if (graph.schema() > Graph.SCHEMA) {
        throw new IllegalArgumentException("Expected a graph of schema " + Graph.SCHEMA + " or older, but found "
            + graph.schema() + "; a newer program wrote it: run that one");
      }
      return graph;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("Expected the JSON of a graph, but found " + e.getOriginalMessage(), e);
    }
  }
}
