package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.NonRetryableException;
import io.tidemill.dsl.Outcome;
import io.tidemill.dsl.Retry;
import io.tidemill.dsl.Shards;
import io.tidemill.dsl.Types;
import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.code.ShardedCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CodeTest {
  record Params(int factor) {}

  private record Fixed(List<Shard<Integer>> all) implements Shards<Integer> {
    @Override public int size() {
      return all.size();
    }

    @Override public List<String> failedKeys() {
      return List.of();
    }

    @Override public Stream<Shard<Integer>> stream() {
      return all.stream();
    }
  }

  private static final Dag<Params> DAG = Dag.define("d", Params.class, d -> {
    var names = d.task("names").runAs(Types.listOf(String.class), ctx -> List.of("a", "bb"));
    var plus = d.task("plus").run(Integer.class, ctx -> ctx.params().factor());
    var sizes = d.shard("sizes")
        .over(names)
        .key(name -> name)
        .with(plus)
        .run(Integer.class, (ctx, name, p) -> name.length() * p * ctx.params().factor());
    var twice = d.shard("twice").over(sizes).run(Integer.class, (ctx, size) -> size * 2);
    d.task("sum")
        .needs(twice, plus)
        .run(Long.class, (ctx, shards, p) -> p + shards.results().mapToLong(Integer::longValue).sum());
    d.task("look").needs(plus.outcome()).run(String.class, (ctx, outcome) -> outcome.state() + " " + outcome.result());
    d.task("five")
        .needs(names, plus, d.task("n").run(String.class, ctx -> "n"),
            d.task("o").run(String.class, ctx -> "o"), d.task("p").run(String.class, ctx -> "p"))
        .run(String.class, (ctx, a, b, c, e, f) -> a + "" + b + c + e + f);
    d.task("quiet").exec(ctx -> {});
    d.task("nothing").run(String.class, ctx -> nothing());
  });

  @SuppressWarnings("NullAway") private static String nothing() {
    return null;
  }

  private static final TestTaskContext<Params> CTX = new TestTaskContext<>(new Params(3));

  @Test void a_body_runs_with_its_parameters_and_inputs() throws Exception {
    assertThat(DAG.code("plus").call(CTX, List.of())).isEqualTo(3);
    assertThat(DAG.code("five").call(CTX, List.of(List.of("x"), 2, "n", "o", "p"))).isEqualTo("[x]2nop");
    assertThat(DAG.code("quiet").call(CTX, List.of())).isNull();
    assertThat(DAG.code("look").call(CTX, List.of(new Outcome<>(Outcome.State.FAILED, null)))).isEqualTo("FAILED null");
  }

  @Test void inputs_say_how_they_are_passed() {
    assertThat(DAG.code("sum").inputs()).containsExactly(
        new InputCode("twice", InputCode.Form.SHARDS, Integer.class),
        new InputCode("plus", InputCode.Form.VALUE, Integer.class));
    assertThat(DAG.code("look").inputs()).containsExactly(new InputCode("plus", InputCode.Form.OUTCOME, Integer.class));
    assertThat(DAG.code("quiet").resultType()).isEqualTo(void.class);
    assertThat(DAG.code("names").resultType()).isEqualTo(Types.listOf(String.class).type());
  }

  @Test void a_reduce_reads_the_results_of_the_shards() throws Exception {
    var shards = new Fixed(List.of(new Shards.Shard<>("a", 4), new Shards.Shard<>("b", 5)));

    assertThat(DAG.code("sum").call(CTX, List.of(shards, 1))).isEqualTo(10L);
  }

  @Test void a_shard_gets_its_element_first_and_its_sides_after() throws Exception {
    var sizes = (ShardedCode) DAG.code("sizes");

    assertThat(sizes.elementType()).isEqualTo(String.class);
    assertThat(sizes.expansionInputs())
        .containsExactly(new InputCode("names", InputCode.Form.VALUE, Types.listOf(String.class).type()));
    assertThat(sizes.inputs()).containsExactly(new InputCode("plus", InputCode.Form.VALUE, Integer.class));
    assertThat(sizes.call(CTX, List.of("abc", 2))).isEqualTo(18);
  }

  @Test void an_aligned_shard_gets_the_result_of_the_shard_before() throws Exception {
    var twice = (ShardedCode) DAG.code("twice");

    assertThat(twice.elementType()).isEqualTo(Integer.class);
    assertThat(twice.expansionInputs()).isEmpty();
    assertThat(twice.call(CTX, List.of(21))).isEqualTo(42);
    assertThatThrownBy(() -> twice.expand(CTX, List.of())).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("twice");
  }

  @Test void a_body_that_returns_null_instead_of_its_result_fails() {
    assertThatThrownBy(() -> DAG.code("nothing").call(CTX, List.of())).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing")
        .hasMessageContaining("optionalOf");
  }

  @Test void a_call_with_the_wrong_number_of_inputs_is_refused() {
    assertThatThrownBy(() -> DAG.code("sum").call(CTX, List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DAG.code("sizes").call(CTX, List.of("a"))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test void an_unknown_task_is_refused_with_the_nearest_name() {
    assertThatThrownBy(() -> DAG.code("nammes")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean 'names'?");
  }

  private static FailureVerdict judged(Retry retry, Throwable failure) {
    return Dag.define("d", d -> d.task("a").retry(retry).exec(ctx -> {})).code("a").judge(failure);
  }

  @Test void failures_may_be_retried_unless_the_policy_or_the_body_says_otherwise() {
    var retry = Retry.attempts(4).giveUpOn(IllegalArgumentException.class).giveUpOn(IOException.class);

    assertThat(judged(retry, new IllegalStateException())).isEqualTo(new FailureVerdict(true, null));
    assertThat(judged(retry, new NumberFormatException())).isEqualTo(new FailureVerdict(false, null));
    assertThat(judged(retry, new IOException())).isEqualTo(new FailureVerdict(false, null));
    assertThat(judged(retry, new NonRetryableException("no"))).isEqualTo(new FailureVerdict(false, null));
    assertThat(judged(retry, new OutOfMemoryError())).isEqualTo(new FailureVerdict(true, null));
  }

  @Test void a_body_may_ask_for_a_wait() {
    assertThat(judged(Retry.attempts(4), Retry.after(Duration.ofMinutes(7))))
        .isEqualTo(new FailureVerdict(true, Duration.ofMinutes(7)));
    assertThat(judged(Retry.attempts(2).retryOn(failure -> false), Retry.after(Duration.ZERO, new IOException())))
        .isEqualTo(new FailureVerdict(true, Duration.ZERO));
    assertThatThrownBy(() -> Retry.after(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test void a_failure_is_judged_without_the_wrappers_of_futures() {
    var retry = Retry.attempts(4).giveUpOn(IllegalArgumentException.class);

    assertThat(
        judged(retry, new ExecutionException(new CompletionException(new IllegalArgumentException()))).retryable())
        .isFalse();
    assertThat(judged(retry, new IllegalStateException(new IllegalArgumentException())).retryable()).isTrue();
  }

  @Test void a_predicate_that_throws_means_no_retry() {
    var failure = new IOException();

    assertThat(judged(Retry.attempts(4).retryOn(IOException.class::isInstance), failure).retryable()).isTrue();
    assertThat(judged(Retry.attempts(4).retryOn(f -> {
      throw new IllegalStateException("broken");
    }), failure).retryable()).isFalse();
    assertThat(failure.getSuppressed()).hasSize(1);
  }

  @Test void a_join_has_no_code() {
    assertThatThrownBy(() -> joined().code("end")).isInstanceOf(IllegalArgumentException.class);
  }

  sealed interface One {
    record Only() implements One {}
  }

  private static Dag<?> joined() {
    return Dag.define("d", d -> d.branch(d.task("a").run(One.class, ctx -> new One.Only()))
        .on(One.Only.class, (b, only) -> b.task("b").exec(ctx -> {}))
        .join("end"));
  }

  @Test void results_of_bodies_may_be_lists_maps_and_optionals() {
    assertThat(Arrays.asList(Types.listOf(Types.listOf(Integer.class)), Types.mapOf(String.class, Long.class),
        Types.mapOf(String.class, Types.setOf(Long.class)), Types.optionalOf(String.class),
        Types.collectionOf(String.class)))
        .extracting(Object::toString)
        .containsExactly("java.util.List<java.util.List<java.lang.Integer>>",
            "java.util.Map<java.lang.String, java.lang.Long>",
            "java.util.Map<java.lang.String, java.util.Set<java.lang.Long>>", "java.util.Optional<java.lang.String>",
            "java.util.Collection<java.lang.String>");
  }

  record Holder(List<String> names) {}

  @Test void a_type_is_equal_to_that_of_reflection() {
    var reflected = Holder.class.getRecordComponents()[0].getGenericType();
    var type = Types.listOf(String.class).type();

    assertThat(type).isEqualTo(reflected).hasSameHashCodeAs(reflected).hasToString(reflected.toString());
    assertThat(reflected).isEqualTo(type);
    assertThat(Types.listOf(String.class)).isEqualTo(Types.listOf(String.class))
        .isNotEqualTo(Types.setOf(String.class));
  }
}
