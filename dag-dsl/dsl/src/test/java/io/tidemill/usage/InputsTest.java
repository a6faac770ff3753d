package io.tidemill.usage;

import static io.tidemill.usage.DagSamples.problems;
import static io.tidemill.usage.DagSamples.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.DagBuilder;
import io.tidemill.dsl.HashPartition;
import io.tidemill.dsl.Inputs;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.Outcome;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.Shards;
import io.tidemill.dsl.Task;
import io.tidemill.dsl.Types;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputsTest {
  sealed interface Verdict {
    record Ok(int rows) implements Verdict {}

    record Bad() implements Verdict {}
  }

  private record Six(long a, long b, List<String> names, Shards<Integer> parts, Outcome<String> end, Verdict verdict) {
    private Six {
      if (a < 0) {
        throw new IllegalArgumentException("less than nothing");
      }
    }
  }

  private record Narrow(Verdict.Ok ok) {}

  private record Small(Integer n, String text) {}

  private static Task<Long> number(DagBuilder<NoParams> d, String id) {
    return d.task(id).run(Long.class, ctx -> 1L);
  }

  private static Dag<NoParams> six() {
    return Dag.define("six", d -> {
      var names = d.task("names").runAs(Types.listOf(String.class), ctx -> List.of());
      var parts = d.shard("parts").overHash(2).run(Integer.class, (ctx, part) -> 1);
      var text = d.task("text").run(String.class, ctx -> "");
      var verdict = d.task("verdict").run(Verdict.class, ctx -> new Verdict.Bad());
      var all = Inputs.of(Six.class)
          .with(Six::verdict, verdict)
          .with(Six::end, text.outcome())
          .with(Six::parts, parts)
          .with(Six::names, names)
          .with(Six::b, number(d, "b"))
          .with(Six::a, number(d, "a"));
      d.task("sum").needs(all).run(Long.class, (ctx, in) -> in.a() + in.b() + in.parts().size());
      d.shard("each").overHash(2).with(all).run(String.class, (ctx, part, in) -> part.index() + in.names().getFirst());
    });
  }

  private static Shards<Integer> shards(int size) {
    return new Shards<>() {
      @Override public int size() {
        return size;
      }

      @Override public List<String> failedKeys() {
        return List.of();
      }

      @Override public Stream<Shard<Integer>> stream() {
        return Stream.of();
      }
    };
  }

  private static List<Object> values(long a) {
    return List.of(a, 20L, List.of("x"), shards(300), new Outcome<>(Outcome.State.SUCCESS, ""), new Verdict.Bad());
  }

  @Test void the_inputs_are_edges_in_the_order_of_the_components() {
    assertThat(task(six(), "sum").edges()).extracting(EdgeNode::from, EdgeNode::kind)
        .containsExactly(tuple("a", EdgeKind.DATA),
            tuple("b", EdgeKind.DATA),
            tuple("names", EdgeKind.DATA),
            tuple("parts", EdgeKind.DATA),
            tuple("text", EdgeKind.OUTCOME),
            tuple("verdict", EdgeKind.DATA));
  }

  @Test void a_body_gets_the_record_and_a_shard_its_element_before_it() throws Exception {
    assertThat(six().code("sum").call(TestTaskContext.NONE, values(1))).isEqualTo(321L);

    var element = new ArrayList<Object>(List.of(new HashPartition(1, 2)));
    element.addAll(values(1));
    assertThat(six().code("each").call(TestTaskContext.NONE, element)).isEqualTo("1x");
  }

  @Test void what_the_constructor_of_the_record_throws_fails_the_attempt_as_it_is() {
    assertThatThrownBy(() -> six().code("sum").call(TestTaskContext.NONE, values(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("less than nothing");
  }

  @Test void a_narrowed_variant_is_an_input_of_its_own_type() {
    var dag = Dag.define("d", d -> {
      var verdict = d.task("verdict").run(Verdict.class, ctx -> new Verdict.Bad());
      d.branch(verdict)
          .on(Verdict.Ok.class, (arm, ok) -> arm.task("ok")
              .needs(Inputs.of(Narrow.class).with(Narrow::ok, ok))
              .run(Integer.class, (ctx, in) -> in.ok().rows()))
          .on(Verdict.Bad.class, (arm, bad) -> arm.task("bad").run(Integer.class, ctx -> 0))
          .join("end");
    });

    assertThat(task(dag, "ok").edges()).containsExactly(new EdgeNode("verdict", EdgeKind.DATA, List.of("Ok")));
  }

  private static Problem only(Consumer<DagBuilder<NoParams>> body) {
    var problems = problems(body);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  @Test void a_component_without_an_input_is_named() {
    var problem = only(d -> d.task("x")
        .needs(Inputs.of(Small.class).with(Small::text, d.task("t").run(String.class, ctx -> "")))
        .exec((ctx, in) -> {}));

    assertThat(problem.code()).isEqualTo("missing-input");
    assertThat(problem.place()).matches("InputsTest\\.java:\\d+ in task x");
    assertThat(problem.found()).isEqualTo("none for n");
    assertThat(problem.hint()).isEqualTo("Add .with(Small::n, …).");
  }

  @Test void a_component_with_two_inputs_is_refused() {
    assertThat(only(d -> {
      var t = d.task("t").run(String.class, ctx -> "");
      var u = d.task("u").run(String.class, ctx -> "");
      var n = d.task("n").run(Integer.class, ctx -> 1);
      d.task("x")
          .needs(Inputs.of(Small.class).with(Small::text, t).with(Small::text, u).with(Small::n, n))
          .exec((ctx, in) -> {});
    }).code()).isEqualTo("component-twice");
  }

  @Test void a_function_that_is_no_component_is_refused_with_the_components_there_are() {
    var problem = only(d -> {
      var t = d.task("t").run(String.class, ctx -> "");
      d.task("x").needs(Inputs.of(Small.class).with(Small::toString, t)).exec((ctx, in) -> {});
    });

    assertThat(problem.code()).isEqualTo("not-a-component");
    assertThat(problem.found()).isEqualTo("toString");
    assertThat(problem.hint()).isEqualTo("Write Small::n or Small::text.");
  }

  @Test void an_input_of_a_wider_type_than_its_component_is_refused() {
    var problem = only(d -> {
      Task<Comparable<?>> wide = d.task("wide").runAs(wide(), ctx -> "");
      d.task("x").needs(Inputs.of(Small.class).with(Small::text, wide)).exec((ctx, in) -> {});
    });

    assertThat(problem.code()).isEqualTo("component-type");
    assertThat(problem.expected()).isEqualTo("for component text of Small an input of type java.lang.String");
    assertThat(problem.found()).isEqualTo("task wide with java.lang.Long");
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // what a careless cast in user code would do
  private static Types.TypeRef<Comparable<?>> wide() {
    return (Types.TypeRef) Types.of(Long.class);
  }
}
