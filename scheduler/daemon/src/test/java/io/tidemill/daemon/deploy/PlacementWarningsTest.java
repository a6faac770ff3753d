package io.tidemill.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementWarningsTest {
  @Test void tasks_that_no_connected_agent_could_run_are_told_together_with_the_reason() {
    Dag<?> dag = Dag.define("big", d -> {
      d.task("here").exec(_ -> {});
      d.task("one").requireLabels("highmme").exec(_ -> {});
      d.task("two").requireLabels("highmme").exec(_ -> {});
    });

    List<String> warnings = PlacementWarnings.tasks(List.of(dag.graph()),
        requirement -> requirement.labels().isEmpty() ? null : "no connected agent carries label 'highmme'");

    assertThat(warnings).containsExactly("big: tasks one, two would wait: no connected agent carries label 'highmme'");
  }
}
