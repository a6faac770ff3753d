package io.tidemill.usage;

import static io.tidemill.usage.DagSamples.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.TaskKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class BranchTest {
  sealed interface Verdict {
    record Ok(int rows) implements Verdict {}

    sealed interface Bad extends Verdict {}

    record Empty() implements Bad {}

    record Broken(String why) implements Bad {}
  }

  private static EdgeNode edge(String from, EdgeKind kind, String... variants) {
    return new EdgeNode(from, kind, List.of(variants));
  }

  private static Dag<?> dag() {
    return Dag.define("d", d -> {
      var other = d.task("other").run(String.class, ctx -> "");
      var verdict = d.task("verdict").run(Verdict.class, ctx -> new Verdict.Ok(1));
      var end = d.branch(verdict).on(Verdict.Ok.class, (b, ok) -> {
        b.task("beside").needs(other).exec((ctx, text) -> {});
        d.task("on-the-dag").exec(ctx -> {});
        b.shard("shards").overHash(2).with(ok).exec((ctx, part, o) -> {});
        return b.task("publish").needs(ok, other).run(String.class, (ctx, o, text) -> text + o.rows());
      })
          .on(Verdict.Bad.class, (b, bad) -> b.branch(bad)
              .on(Verdict.Empty.class, (c, empty) -> c.task("empty").run(String.class, ctx -> "empty"))
              .on(Verdict.Broken.class, (c, broken) -> {
                var report = c.task("report").needs(broken).run(String.class, (ctx, w) -> w.why());
                c.task("clean").needs(report.outcome()).exec((ctx, outcome) -> {});
                return report;
              })
              .join("bad"))
          .join("end");
      d.task("last").needs(end).exec((ctx, text) -> {});
    });
  }

  @Test void the_branched_task_lists_its_variants_down_to_the_records() {
    assertThat(task(dag(), "verdict").variants()).containsExactly("Ok", "Empty", "Broken");
  }

  @Test void an_input_of_a_variant_is_open_for_that_variant_only() {
    assertThat(task(dag(), "publish").edges()).containsExactly(edge("verdict", EdgeKind.DATA, "Ok"),
        edge("other", EdgeKind.DATA));
    assertThat(task(dag(), "shards").edges()).containsExactly(edge("verdict", EdgeKind.DATA, "Ok"));
  }

  @Test void every_task_of_an_arm_waits_for_its_variant_whichever_builder_declared_it() {
    assertThat(task(dag(), "beside").edges()).containsExactly(edge("other", EdgeKind.DATA),
        edge("verdict", EdgeKind.ORDER, "Ok"));
    assertThat(task(dag(), "on-the-dag").edges()).containsExactly(edge("verdict", EdgeKind.ORDER, "Ok"));
    assertThat(task(dag(), "last").edges()).containsExactly(edge("end", EdgeKind.DATA));
  }

  @Test void an_arm_within_an_arm_narrows_the_variants() {
    assertThat(task(dag(), "empty").edges()).containsExactly(edge("verdict", EdgeKind.ORDER, "Empty"));
    assertThat(task(dag(), "report").edges()).containsExactly(edge("verdict", EdgeKind.DATA, "Broken"));
  }

  @Test void the_join_takes_the_result_of_the_arm_that_ran() {
    var end = task(dag(), "end");

    assertThat(end.kind()).isEqualTo(TaskKind.JOIN);
    assertThat(end.joinRule()).isEqualTo(JoinRule.NONE_FAILED_MIN_ONE_SUCCESS);
    assertThat(end.edges()).containsExactly(edge("publish", EdgeKind.DATA), edge("bad", EdgeKind.DATA));
    assertThat(end.resultType()).isEqualTo("java.lang.String");
    assertThat(task(dag(), "bad").edges()).containsExactly(edge("empty", EdgeKind.DATA), edge("report", EdgeKind.DATA));
  }

  @Test void an_outcome_in_an_arm_does_not_run_when_the_arm_was_not_taken() {
    var clean = task(dag(), "clean");

    assertThat(clean.joinRule()).isEqualTo(JoinRule.NONE_SKIPPED);
    assertThat(clean.edges()).containsExactly(edge("report", EdgeKind.OUTCOME),
        edge("verdict", EdgeKind.ORDER, "Broken"));
  }

  @Test void the_body_of_an_arm_is_given_the_result_with_the_type_of_its_task() {
    assertThat(dag().code("report").inputs())
        .containsExactly(new InputCode("verdict", InputCode.Form.VALUE, Verdict.class));
  }

  @Test void arms_may_end_without_a_result() {
    var dag = Dag.define("d", d -> {
      var verdict = d.task("verdict").run(Verdict.class, ctx -> new Verdict.Ok(1));
      var end = d.branch(verdict)
          .on(Verdict.Ok.class, (b, ok) -> b.task("a").exec(ctx -> {}))
          .on(Verdict.Bad.class, (b, bad) -> b.task("b").exec(ctx -> {}))
          .join("end");
      d.task("last").after(end).exec(ctx -> {});
    });

    assertThat(task(dag, "end").resultType()).isEqualTo("void");
    assertThat(task(dag, "b").edges()).containsExactly(edge("verdict", EdgeKind.ORDER, "Empty", "Broken"));
  }
}
