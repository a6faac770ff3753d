package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.Task;
import io.tidemill.dsl.TaskRef;
import io.tidemill.dsl.graph.GraphJson;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScaleTest {
  @Test
  @Timeout(60) void a_chain_of_ten_thousand_tasks_is_fine() {
    var dag = Dag.define("chain", d -> {
      var last = d.task("t0").run(Integer.class, ctx -> 0);
      for (var i = 1; i < 10_000; i++) {
        last = d.task("t" + i).needs(last).run(Integer.class, (ctx, n) -> n + 1);
      }
    });

    assertThat(dag.graph().tasks()).hasSize(10_000);
  }

  @Test
  @Timeout(60) void a_hundred_thousand_tasks_are_built_in_linear_time() {
    build(10_000); // warm up
    var small = build(10_000);
    var large = build(100_000);

    assertThat(large).isLessThan(small.multipliedBy(10).multipliedBy(5).plus(Duration.ofSeconds(5)));
  }

  private static Duration build(int tasks) {
    var start = System.nanoTime();
    var dag = Dag.define("wide", d -> {
      var all = new ArrayList<TaskRef>();
      Task<Integer> first = d.task("first").run(Integer.class, ctx -> 0);
      for (var i = 0; i < tasks - 2; i++) {
        all.add(d.task("t" + i).needs(first).run(Integer.class, (ctx, n) -> n));
      }
      d.task("last").after(all.toArray(TaskRef[]::new)).exec(ctx -> {});
    });
    assertThat(dag.graph().tasks()).hasSize(tasks);
    assertThat(GraphJson.hash(dag.graph())).hasSize(64);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  @Timeout(60) void one_task_more_than_allowed_stops_the_build_at_once() {
    var declared = new int[1];
    var problems = DagSamples.problems(d -> {
      for (;;) {
        d.task("t" + declared[0]).exec(ctx -> {});
        declared[0]++;
      }
    });

    assertThat(declared[0]).isEqualTo(100_000);
    assertThat(problems).extracting(Problem::code).containsExactly("too-many-tasks");
  }
}
