package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.graph.GraphJson;
import org.junit.jupiter.api.Test;

class GraphReaderTest {
  private static final String WRITTEN = """
      {"cancelGraceMillis":600000,"dag":"one","doc":"","groups":[],"onAssets":null,"overlap":{"limit":0,"policy":"QUEUE_LATEST"},"owner":"","params":[],"runDeadlineMillis":0,"schedules":[],"schema":1,"tags":[],
      "tasks":[{"allowFailure":false,"cpuBound":false,"doc":"","edges":[],"group":"","id":"a","isolated":false,"joinRule":"ALL_SUCCESS",
      "kind":"TASK","labels":["big"],"onAgentLost":"RETRY","place":"A.java:1","pool":"","preferred":[],"priority":0,"produces":[],"queue":"","resultType":"void",
      "retry":{"attempts":1,"delayMillis":0,"factor":1.0,"jitter":0.0,"maxDelayMillis":0},"shard":null,
      "timeouts":{"attemptMillis":0,"queueMillis":0,"totalMillis":0},"variants":[]}]}""";

  @Test void a_graph_is_read_back_as_it_was_written() {
    var graph = GraphReader.read(WRITTEN);

    assertThat(graph.tasks().getFirst().labels()).containsExactly("big");
    assertThat(GraphJson.write(graph)).isEqualTo(WRITTEN.replace("\n", ""));
  }

  @Test void a_graph_that_was_written_before_there_were_assets_has_none() {
    var graph = GraphReader.read(WRITTEN.replace("\"onAssets\":null,", "").replace("\"produces\":[],", ""));

    assertThat(GraphJson.write(graph)).isEqualTo(WRITTEN.replace("\n", ""));
  }

  @Test void a_graph_of_a_newer_schema_is_refused_with_a_remedy() {
    assertThatThrownBy(() -> GraphReader.read(WRITTEN.replace("\"schema\":1", "\"schema\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema 1 or older, but found 2");
  }
}
