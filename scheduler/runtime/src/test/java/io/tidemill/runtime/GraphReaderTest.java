package io.tidemill.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.graph.GraphJson;
import org.junit.jupiter.api.Test;

class GraphReaderTest {
  /// As the first builds wrote it, without queue, preferred labels and onAgentLost.
  private static final String OLD = """
      {"dag":"old","doc":"","groups":[],"owner":"","params":[],"runDeadlineMillis":0,"schedule":null,"schema":1,"tags":[],
      "tasks":[{"cpuBound":false,"doc":"","edges":[],"group":"","id":"a","isolated":false,"joinRule":"ALL_SUCCESS",
      "kind":"TASK","labels":["big"],"place":"A.java:1","pool":"","priority":0,"resultType":"void",
      "retry":{"delayMillis":0,"factor":1.0,"jitter":0.0,"maxDelayMillis":0,"retries":0},"shard":null,
      "timeouts":{"attemptMillis":0,"queueMillis":0,"totalMillis":0},"tolerated":false,"variants":[]}]}""";

  @Test void a_graph_that_an_older_build_wrote_has_the_defaults_of_what_it_could_not_say() {
    var task = GraphReader.read(OLD).tasks().getFirst();

    assertThat(task.labels()).containsExactly("big");
    assertThat(task.preferred()).isEmpty();
    assertThat(task.queue()).isEmpty();
    assertThat(task.onAgentLost()).isEqualTo(AgentLost.RETRY);
  }

  @Test void a_graph_is_read_back_as_it_was_written() {
    var graph = GraphReader.read(OLD);

    assertThat(GraphReader.read(GraphJson.write(graph))).isEqualTo(graph);
  }

  @Test void a_graph_of_a_newer_schema_is_refused_with_a_remedy() {
    assertThatThrownBy(() -> GraphReader.read(OLD.replace("\"schema\":1", "\"schema\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("schema 1 or older, but found 2");
  }
}
