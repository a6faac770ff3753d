package io.tidemill.usage;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.DagBuilder;
import io.tidemill.dsl.InvalidDagException;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.graph.TaskNode;
import java.util.List;
import java.util.function.Consumer;

/// Short ways to build DAGs and look into them.
final class DagSamples {
  private DagSamples() {}

  static TaskNode task(Dag<?> dag, String id) {
    return dag.graph().tasks().stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
  }

  static List<Problem> problems(Consumer<DagBuilder<NoParams>> body) {
    return refused(() -> Dag.define("broken", body));
  }

  static List<Problem> refused(Runnable build) {
    return catchThrowableOfType(InvalidDagException.class, build::run).problems();
  }
}
