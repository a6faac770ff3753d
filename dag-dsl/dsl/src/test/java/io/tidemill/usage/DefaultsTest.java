package io.tidemill.usage;

import static io.tidemill.usage.DagSamples.problems;
import static io.tidemill.usage.DagSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.Retry;
import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.TimeoutsNode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  sealed interface Verdict {
    record Ok() implements Verdict {}
  }

  @Test void a_task_takes_what_it_does_not_set_from_its_dag() {
    var dag = Dag.define("d", d -> {
      d.task("before").exec(ctx -> {});
      d.defaults(all -> all.retry(Retry.attempts(3).fixed(Duration.ofSeconds(1)))
          .attemptTimeout(Duration.ofSeconds(2))
          .queueTimeout(Duration.ofSeconds(3))
          .totalTimeout(Duration.ofSeconds(9))
          .queue("night")
          .requireLabels("gpu")
          .preferLabels("near")
          .pool("db")
          .priority(7)
          .onAgentLost(AgentLost.WAIT));
      d.shard("after").overHash(2).exec((ctx, part) -> {});
    });

    for (var id : new String[]{"before", "after"}) {
      var node = task(dag, id);
      assertThat(node.retry()).isEqualTo(new RetryNode(3, 1_000, 1, 0, 0));
      assertThat(node.timeouts()).isEqualTo(new TimeoutsNode(3_000, 2_000, 9_000));
      assertThat(node.queue()).isEqualTo("night");
      assertThat(node.labels()).containsExactly("gpu");
      assertThat(node.preferred()).containsExactly("near");
      assertThat(node.pool()).isEqualTo("db");
      assertThat(node.priority()).isEqualTo(7);
      assertThat(node.onAgentLost()).isEqualTo(AgentLost.WAIT);
    }
  }

  @Test void a_task_wins_over_its_group_and_an_inner_group_over_an_outer_one_and_a_group_over_the_dag() {
    var dag = Dag.define("d", d -> {
      d.defaults(all -> all.queue("dag").priority(1).requireLabels("dag").retry(Retry.attempts(2)));
      d.group("outer", outer -> {
        outer.defaults(all -> all.queue("outer").priority(2)).doc("Outer.");
        outer.group("inner", inner -> {
          inner.defaults(all -> all.queue("inner"));
          inner.task("inside").exec(ctx -> {});
          inner.task("own").queue("own").requireLabels().retry(Retry.NONE).exec(ctx -> {});
        });
        outer.task("between").exec(ctx -> {});
      });
      d.task("outside").exec(ctx -> {});
    });

    assertThat(dag.graph().tasks()).extracting(node -> node.id() + " " + node.queue() + " " + node.priority() + " "
        + node.labels() + " " + node.retry().attempts())
        .containsExactly("inside inner 2 [dag] 2", "own own 2 [] 1", "between outer 2 [dag] 2",
            "outside dag 1 [dag] 2");
  }

  @Test void defaults_declared_twice_add_up_and_the_graph_is_as_if_each_task_had_said_them() {
    var declared = Dag.define("d", d -> {
      d.defaults(all -> all.priority(3).queue("day")).defaults(all -> all.queue("night"));
      d.task("a").exec(ctx -> {});
    });
    var said = Dag.define("d", d -> d.task("a").priority(3).queue("night").exec(ctx -> {}));

    assertThat(GraphJson.hash(declared.graph())).isEqualTo(GraphJson.hash(said.graph()));
  }

  @Test void the_policy_of_a_default_judges_the_failures_of_its_tasks() {
    var dag = Dag.define("d", d -> {
      d.defaults(all -> all.retry(Retry.attempts(3).giveUpOn(IOException.class)));
      d.task("a").exec(ctx -> {});
    });

    assertThat(dag.code("a").judge(new IOException()).retryable()).isFalse();
    assertThat(dag.code("a").judge(new IllegalStateException()).retryable()).isTrue();
  }

  @Test void a_join_takes_no_defaults() {
    var dag = Dag.define("d", d -> {
      d.defaults(all -> all.queue("night"));
      var verdict = d.task("verdict").run(Verdict.class, ctx -> new Verdict.Ok());
      d.branch(verdict).on(Verdict.Ok.class, (arm, ok) -> arm.task("ok").exec(ctx -> {})).join("end");
    });

    assertThat(task(dag, "ok").queue()).isEqualTo("night");
    assertThat(task(dag, "end").queue()).isEmpty();
  }

  @Test void a_default_out_of_range_is_reported_once_where_it_stands() {
    assertThat(problems(d -> {
      d.defaults(all -> all.retry(Retry.attempts(0)).queue("a b"));
      d.task("a").exec(ctx -> {});
      d.task("b").exec(ctx -> {});
    })).extracting(Problem::code).containsExactly("bad-name", "out-of-range");
  }

  @Test void a_default_that_contradicts_the_option_of_a_task_is_reported_at_the_task() {
    assertThat(problems(d -> {
      d.defaults(all -> all.totalTimeout(Duration.ofSeconds(1)));
      d.task("a").attemptTimeout(Duration.ofSeconds(2)).exec(ctx -> {});
    })).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo("timeouts-contradict");
      assertThat(problem.place()).endsWith("in task a");
    });
  }
}
