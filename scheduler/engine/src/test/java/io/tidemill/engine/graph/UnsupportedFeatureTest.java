package io.tidemill.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.graph.TimeoutsNode;
import io.tidemill.engine.TaskSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnsupportedFeatureTest {
  @Test void what_is_acted_on_is_not_refused() {
    assertThat(UnsupportedFeature
        .of(TaskSpec.dag(90_000, TaskSpec.task("a").priority(3).timeouts(1, 2, 3).retry(3).allowFailure(),
            TaskSpec.sharded("s").over("a").failFast().concurrency(2))))
        .isEmpty();
  }

  @Test void what_is_declared_and_not_acted_on_is_named_with_its_place_and_a_remedy() {
    TaskNode task = new TaskNode("a", TaskKind.TASK, List.of(), JoinRule.ALL_SUCCESS, "void", List.of(), RetryNode.NONE,
        TimeoutsNode.NONE, "fx-api", 0, List.of("gpu", "highmem"), List.of("near"), "night", AgentLost.WAIT, true, true,
        false, "", "", "Sales.java:7", null);
    Graph graph = new Graph(Graph.SCHEMA, "sales", "", "", List.of(),
        List.of(), List.of(),
        OverlapNode.DEFAULT, 0, List.of(), List.of(task));

    assertThat(UnsupportedFeature.of(graph)).map(UnsupportedFeature::toString)
        .containsExactly(
            "Sales.java:7: expected only what this build acts on, but found the pool 'fx-api' of task 'a'; remove pool(…);"
                + " limit the shards of one task with concurrency(…)");
  }
}
