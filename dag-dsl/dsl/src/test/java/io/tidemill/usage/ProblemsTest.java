package io.tidemill.usage;

import static io.tidemill.usage.DagSamples.problems;
import static io.tidemill.usage.DagSamples.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemill.dsl.Cron;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.DagBuilder;
import io.tidemill.dsl.Every;
import io.tidemill.dsl.InvalidDagException;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.Retry;
import io.tidemill.dsl.Task;
import io.tidemill.dsl.Types;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {
  sealed interface Verdict {
    record Ok() implements Verdict {}

    record Late() implements Verdict {}

    record Bad() implements Verdict {}
  }

  record Params(int n) {}

  private static void task(DagBuilder<?> d, String id) {
    d.task(id).exec(ctx -> {});
  }

  private static Task<String> text(DagBuilder<?> d, String id) {
    return d.task(id).run(String.class, ctx -> "");
  }

  private static Problem only(Consumer<DagBuilder<NoParams>> body) {
    var problems = problems(body);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }

  @Test void all_problems_come_at_once_and_the_message_tells_each() {
    var thrown = catchThrowableOfType(InvalidDagException.class, () -> Dag.define("sales", d -> {
      task(d, "a");
      task(d, "a");
      d.task("b").attemptTimeout(Duration.ofSeconds(-1)).retry(Retry.attempts(0)).exec(ctx -> {});
    }));

    assertThat(thrown.problems()).extracting(Problem::code)
        .containsExactly("duplicate-id", "out-of-range", "bad-duration");
    assertThat(thrown).hasMessageContaining("DAG \"sales\" cannot be built, 3 problems:")
        .hasMessageContaining("1. duplicate-id at ProblemsTest.java:")
        .hasMessageContaining("in task b")
        .hasMessageContaining("expected: attempt timeout from 1 ms to 3650 days")
        .hasMessageContaining("found:    -1 s");
    assertThat(thrown.getStackTrace()).noneMatch(frame -> frame.getClassName().startsWith("io.tidemill.dsl."));
  }

  @Test void an_id_used_twice_names_both_places() {
    var problem = only(d -> {
      task(d, "a");
      d.shard("a").overHash(2).exec((ctx, part) -> {});
    });

    assertThat(problem.code()).isEqualTo("duplicate-id");
    assertThat(problem.place()).matches("ProblemsTest\\.java:\\d+ in task a");
    assertThat(problem.found()).matches("a, declared already at ProblemsTest\\.java:\\d+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "-a", ".", "..", "a/b", "ä", "a\u0000b", "a\u001b[31m", "a\nb",
      "a\u202eb"}) void a_bad_name_is_shown_without_its_control_characters(String name) {
    assertThat(problems(d -> task(d, name))).allSatisfy(problem -> {
      assertThat(problem.code()).isEqualTo("bad-name");
      assertThat(problem.found()).doesNotContainPattern("[\\p{Cntrl}\u202e]").startsWith("\"");
    }).hasSize(1);
    assertThat(problems(d -> d.group(name, g -> {
      task(d, "a");
    }))).extracting(Problem::code).containsExactly("bad-name");
    assertThat(refused(() -> Dag.define(name, d -> task(d, "a")))).extracting(Problem::code)
        .containsExactly("bad-name");
    assertThat(problems(d -> d.task("a").pool(name).requireLabels(name).preferLabels(name).queue(name).exec(ctx -> {})))
        .extracting(Problem::code)
        .containsExactly("bad-name", "bad-name", "bad-name", "bad-name");
  }

  @Test void a_name_has_at_most_two_hundred_characters() {
    assertThat(Dag.define("a".repeat(200), d -> task(d, "A-Z_0.9".repeat(28))).graph().tasks()).hasSize(1);
    assertThat(only(d -> task(d, "a".repeat(201))).found()).contains("201 characters");
  }

  @Test void an_empty_dag_is_refused() {
    assertThat(only(d -> {}).code()).isEqualTo("empty-dag");
  }

  @Test void a_task_without_a_body_is_refused() {
    assertThat(only(d -> d.task("a").retry(Retry.attempts(2))).code()).isEqualTo("no-body");
    assertThat(only(d -> d.shard("a").overHash(2)).code()).isEqualTo("no-body");
  }

  @Test void a_second_body_is_refused() {
    assertThat(only(d -> {
      var draft = d.task("a");
      draft.exec(ctx -> {});
      draft.exec(ctx -> {});
    }).code()).isEqualTo("two-bodies");
  }

  @Test void a_cycle_is_shown_as_a_path() {
    var problem = only(d -> {
      var a = text(d, "a");
      var b = d.task("b").needs(a).run(String.class, (ctx, x) -> x);
      var c = d.task("c").after(b).exec(ctx -> {});
      task(d, "beside");
      d.order(c, a);
    });

    assertThat(problem.code()).isEqualTo("cycle");
    assertThat(problem.found()).isEqualTo("b → c → a → b");
  }

  @Test void a_long_cycle_is_cut_and_several_are_told() {
    var problems = problems(d -> {
      for (var prefix : List.of("x", "y")) {
        var chain = new ArrayList<Task<String>>();
        chain.add(text(d, prefix));
        for (var i = 1; i < 500; i++) {
          chain.add(d.task(prefix + i).after(chain.getLast()).run(String.class, ctx -> ""));
        }
        d.order(chain.getLast(), chain.getFirst());
      }
    });

    assertThat(problems).hasSize(2)
        .allSatisfy(problem -> assertThat(problem.found()).contains("… 480 more …").hasSizeLessThan(500));
  }

  @Test void a_task_cannot_wait_for_itself() {
    assertThat(only(d -> {
      var a = text(d, "a");
      d.order(a, a);
    }).code()).isEqualTo("self-dependency");
  }

  @Test void a_task_of_another_dag_is_no_upstream() {
    var foreign = new ArrayList<Task<String>>();
    Dag.define("first", d -> foreign.add(text(d, "a")));
    var other = foreign.getFirst();

    for (Consumer<DagBuilder<NoParams>> use : List.<Consumer<DagBuilder<NoParams>>>of(
        d -> d.task("b").needs(other).exec((ctx, x) -> {}), d -> d.task("b").after(other).exec(ctx -> {}),
        d -> d.order(text(d, "b"), other), d -> d.order(other, text(d, "b")),
        d -> d.shard("b")
            .overHash(1)
            .with(other.outcome())
            .exec((ctx, part, x) -> {}))) {
      var problem = only(use);
      assertThat(problem.code()).isEqualTo("other-dag");
      assertThat(problem.found()).contains("task a of DAG first");
    }
  }

  @Test void a_branch_over_a_task_of_another_dag_is_refused() {
    var foreign = new ArrayList<Task<One>>();
    Dag.define("first", d -> {
      text(d, "x");
      text(d, "y");
      foreign.add(d.task("v").run(One.class, ctx -> new One.Only()));
    });

    assertThat(only(
        d -> d.branch(foreign.getFirst()).on(One.Only.class, (b, v) -> b.task("a").exec(ctx -> {})).join("end")).code())
        .isEqualTo("other-dag");
  }

  @Test void control_characters_never_reach_a_message() {
    var thrown = catchThrowableOfType(InvalidDagException.class, () -> Dag.define("d", d -> {
      d.schedule(Cron.of("\u001b[31m * * * *", "a\u0007b"));
      d.schedule(Cron.of("\u001b[31m * * * *", "UTC"));
      task(d, "x\u001b");
    }));

    assertThat(thrown.getMessage().replace("\n", "")).doesNotContainPattern("\\p{Cntrl}").contains("\\u001B");
  }

  @Test void a_builder_is_closed_once_its_dag_is_built() {
    var kept = new ArrayList<DagBuilder<NoParams>>();
    Dag.define("d", d -> {
      kept.add(d);
      task(d, "a");
    });

    assertThatThrownBy(() -> kept.getFirst().task("b")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DAG d");
    assertThatThrownBy(() -> kept.getFirst().schedule(Every.of(Duration.ofDays(1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test void a_missing_arm_is_named() {
    var problem = only(d -> d.branch(d.task("v").run(Verdict.class, ctx -> new Verdict.Ok()))
        .on(Verdict.Ok.class, (b, ok) -> b.task("a").exec(ctx -> {})));

    assertThat(problem.code()).isEqualTo("missing-arm");
    assertThat(problem.expected()).contains("Ok, Late, Bad");
    assertThat(problem.found()).isEqualTo("no arm for Late, Bad");
    assertThat(problem.hint()).contains(".on(Late.class, …) .on(Bad.class, …)");
    assertThat(problem.place()).matches("ProblemsTest\\.java:\\d+ in task v");
  }

  @Test void a_branch_without_arms_misses_all() {
    assertThat(only(d -> d.branch(d.task("v").run(Verdict.class, ctx -> new Verdict.Ok()))).found())
        .isEqualTo("no arm for Ok, Late, Bad");
  }

  private static List<String> arms(List<Class<? extends Verdict>> variants) {
    return problems(d -> {
      var branch = d.branch(d.task("v").run(Verdict.class, ctx -> new Verdict.Ok()));
      for (var variant : variants) {
        branch.on(variant, (b, v) -> b.task("arm-" + variant.getSimpleName() + variants.size()).exec(ctx -> {}));
      }
    }).stream().map(Problem::code).distinct().toList();
  }

  @Test void an_arm_given_twice_is_refused() {
    assertThat(arms(List.of(Verdict.Ok.class, Verdict.Late.class, Verdict.Bad.class, Verdict.Ok.class)))
        .contains("arm-twice");
  }

  @Test void an_arm_ends_with_a_task_of_its_own() {
    assertThat(only(d -> {
      var outside = text(d, "outside");
      d.branch(d.task("v").run(One.class, ctx -> new One.Only())).on(One.Only.class, (b, v) -> outside).join("end");
    }).code()).isEqualTo("arm-without-task");
    assertThat(only(
        d -> d.branch(d.task("v").run(One.class, ctx -> new One.Only())).on(One.Only.class, (b, v) -> v).join("end"))
        .code()).isEqualTo("arm-without-task");
  }

  sealed interface One {
    record Only() implements One {}
  }

  @Test void a_branch_goes_over_a_sealed_type() {
    assertThat(
        problems(d -> d.branch(text(d, "a")).on(String.class, (b, v) -> b.task("b").exec(ctx -> {}))).getFirst().code())
        .isEqualTo("not-sealed");
  }

  @Test void a_branch_has_one_join() {
    assertThat(only(d -> {
      var arms = d.branch(d.task("v").run(One.class, ctx -> new One.Only()))
          .on(One.Only.class, (b, v) -> b.task("b").exec(ctx -> {}));
      arms.join("x");
      arms.join("y");
    }).code()).isEqualTo("two-joins");
  }

  @Test void nothing_is_ordered_before_a_join() {
    assertThat(only(d -> {
      var end = d.branch(d.task("v").run(One.class, ctx -> new One.Only()))
          .on(One.Only.class, (b, v) -> b.task("b").exec(ctx -> {}))
          .join("end");
      d.order(text(d, "a"), end);
    }).code()).isEqualTo("order-into-join");
  }

  @Test void a_task_for_two_variants_at_once_would_never_run() {
    var problem = problems(d -> {
      var kept = new ArrayList<Task<Verdict.Ok>>();
      var v = d.task("v").run(Verdict.class, ctx -> new Verdict.Ok());
      d.branch(v).on(Verdict.Ok.class, (b, ok) -> {
        kept.add(ok);
        return b.task("a").exec(ctx -> {});
      })
          .on(Verdict.Late.class, (b, late) -> b.task("b").needs(kept.getFirst()).exec((ctx, x) -> {}))
          .on(Verdict.Bad.class, (b, bad) -> b.task("c").exec(ctx -> {}));
    }).getFirst();

    assertThat(problem.code()).isEqualTo("never-open");
    assertThat(problem.found()).contains("Ok", "Late");
  }

  @Test void rules_and_inputs_must_agree() {
    assertThat(only(d -> {
      var a = text(d, "a");
      d.task("b").needs(a).after(JoinRule.ALL_DONE, a).exec((ctx, x) -> {});
    }).code()).isEqualTo("rule-without-upstreams");
    assertThat(only(d -> d.task("b").needs(text(d, "a").outcome()).after(text(d, "c")).exec((ctx, x) -> {})).code())
        .isEqualTo("rule-missing");
    assertThat(only(d -> d.task("b").after(JoinRule.ALL_DONE).exec(ctx -> {})).code())
        .isEqualTo("rule-without-upstreams");
    assertThat(only(d -> d.task("b")
        .after(JoinRule.ALL_DONE, text(d, "a"))
        .after(JoinRule.ALL_FAILED, text(d, "c"))
        .exec(ctx -> {})).code()).isEqualTo("two-rules");
    assertThat(only(d -> d.branch(d.task("v").run(One.class, ctx -> new One.Only())).on(One.Only.class, (b, v) -> {
      var a = b.task("a").exec(ctx -> {});
      return b.task("b").after(JoinRule.ALL_DONE, a).exec(ctx -> {});
    })).code()).isEqualTo("rule-in-arm");
  }

  @Test void an_input_is_taken_once() {
    assertThat(only(d -> {
      var a = text(d, "a");
      d.task("b").needs(a, a).exec((ctx, x, y) -> {});
    }).code()).isEqualTo("input-twice");
  }

  static Stream<Consumer<DagBuilder<NoParams>>> outOfRange() {
    var huge = Duration.ofSeconds(Long.MAX_VALUE);
    return Stream.of(d -> d.task("a").retry(Retry.attempts(1_001)),
        d -> d.task("a").retry(Retry.attempts(2).jitter(1.5)),
        d -> d.task("a").retry(Retry.attempts(2).jitter(Double.NaN)),
        d -> d.task("a").retry(Retry.attempts(2).fixed(huge)),
        d -> d.task("a").retry(Retry.attempts(2).fixed(Duration.ofMillis(-1))),
        d -> d.task("a").retry(Retry.attempts(2).backoff(Duration.ofSeconds(1), 0.5)),
        d -> d.task("a").retry(Retry.attempts(2).backoff(Duration.ofSeconds(1), Double.POSITIVE_INFINITY)),
        d -> d.task("a").retry(Retry.attempts(2).cap(Duration.ZERO)),
        d -> d.task("a").retry(Retry.attempts(101).backoff(Duration.ofSeconds(1), 2)),
        d -> d.task("a").attemptTimeout(Duration.ZERO), d -> d.task("a").attemptTimeout(huge),
        d -> d.task("a").queueTimeout(Duration.ofNanos(1)),
        d -> d.task("a").totalTimeout(huge.negated()),
        d -> d.task("a").attemptTimeout(Duration.ofSeconds(2)).totalTimeout(Duration.ofSeconds(1)),
        d -> d.task("a").priority(Integer.MIN_VALUE), d -> d.task("a").doc("x".repeat(100_001)));
  }

  @ParameterizedTest
  @MethodSource("outOfRange") void options_out_of_range_are_refused(Consumer<DagBuilder<NoParams>> option) {
    assertThat(problems(option)).extracting(Problem::code)
        .hasSize(2)
        .startsWith("no-body")
        .containsAnyOf("out-of-range", "bad-duration", "timeouts-contradict", "text-too-long", "backoff-overflow");
  }

  static Stream<Consumer<DagBuilder<NoParams>>> wrongShards() {
    return Stream.of(d -> d.shard("a").overHash(0), d -> d.shard("a").overHash(1_000_001),
        d -> d.shard("a").overHash(1).concurrency(0),
        d -> d.shard("a").overHash(1).maxFailedShards(-1), d -> d.shard("a").overHash(1).maxFailedFraction(1.1),
        d -> d.shard("a").overHash(1).maxFailedFraction(Double.NaN),
        d -> d.shard("a").overHash(1).maxShards(0), d -> d.shard("a").overHash(1).maxShards(10_000_001),
        d -> d.shard("a").overHash(1).retry(Retry.attempts(2)).totalRetries(0),
        d -> d.shard("a").overHash(1).totalRetries(3),
        d -> d.shard("a").overHash(1).maxFailedShards(1).failFast(), d -> d.shard("a").overRange(3, 2, 1),
        d -> d.shard("a").overRange(0, 2, 0),
        d -> d.shard("a").overRange(Long.MIN_VALUE, Long.MAX_VALUE, 1),
        d -> d.shard("a").overRange(0, 1_000_000_000, 1),
        d -> d.shard("a").overFiles(List.of(Path.of("a")), 0));
  }

  @ParameterizedTest
  @MethodSource("wrongShards") void options_of_shards_out_of_range_are_refused(Consumer<DagBuilder<NoParams>> option) {
    assertThat(problems(option)).extracting(Problem::code).filteredOn(code -> !code.equals("no-body")).hasSize(1);
  }

  @Test void a_task_over_shards_has_their_number() {
    assertThat(only(d -> d.shard("b")
        .over(d.shard("a").overHash(1).run(String.class, (ctx, part) -> ""))
        .maxShards(3)
        .exec((ctx, x) -> {})).code()).isEqualTo("max-shards-aligned");
  }

  @Test void files_are_named_by_paths_or_strings() {
    assertThat(only(d -> d.shard("b")
        .overFiles(d.task("a").runAs(Types.listOf(Integer.class), ctx -> List.of()))
        .exec((ctx, x) -> {})).code()).isEqualTo("not-files");
  }

  record Open(Object any) {}

  record Deep(List<Map<String, Open>> open) {}

  record Generic<T>(T value, List<T> more) {}

  record Wild(List<?> any) {}

  record Nested(Generic<Runnable> function) {}

  sealed interface Loose permits Plain {}

  static final class Plain implements Loose {}

  sealed interface Unsealed permits Hole {}

  @SuppressWarnings("unused")
  non-sealed interface Hole extends Unsealed {}

  record Keys(Map<List<String>, String> map) {}

  static Stream<Class<?>> notJson() {
    return Stream.of(Object.class, InputStream.class, Thread.class, Runnable.class, Supplier.class, Future.class,
        Stream.class,
        Iterator.class, List.class, Generic.class, Open.class, Deep.class, Wild.class, Nested.class, Loose.class,
        Unsealed.class,
        Keys.class, Object[].class, Void.class, void.class, Class.class, Path[][].class.getSuperclass(), Plain.class,
        Number.class,
        StringBuilder.class, Exception.class);
  }

  @ParameterizedTest
  @MethodSource("notJson") void a_result_that_is_not_json_is_refused_with_a_hint(Class<?> type) {
    var problems = problems(d -> d.task("a").run(type, ctx -> {
      throw new IllegalStateException();
    }));

    assertThat(problems).isNotEmpty().allSatisfy(problem -> {
      assertThat(problem.code()).isEqualTo("result-not-json");
      assertThat(problem.hint()).isNotEmpty();
    });
  }

  @Test void the_part_of_a_result_that_does_not_fit_is_named() {
    assertThat(only(d -> d.task("a").run(Deep.class, ctx -> new Deep(List.of()))).found())
        .isEqualTo("java.lang.Object in Deep.open[]{}.any");
    assertThat(only(d -> d.task("a").run(Nested.class, ctx -> {
      throw new IllegalStateException();
    })).found()).isEqualTo("java.lang.Runnable in Nested.function.value");
  }

  record Tree(String name, List<Tree> children, Generic<Integer> generic, int[][] grid, byte[] raw,
      Map<Verdict2, java.net.URI> map,
      java.util.Optional<Verdict> verdict, java.time.ZonedDateTime time) {}

  enum Verdict2 {
    YES, NO {}
  }

  @Test void records_may_hold_themselves_and_whatever_json_can() {
    assertThat(Dag.define("d", d -> {
      d.task("a").run(Tree.class, ctx -> {
        throw new IllegalStateException();
      });
      d.task("b").run(Verdict2.class, ctx -> Verdict2.YES);
      d.task("c").run(Path[][].class, ctx -> new Path[0][0]);
    }).graph().tasks()).hasSize(3);
  }

  record Growing<T>(Growing<List<T>> next) {}

  record Root(Growing<String> growing) {}

  @Test void a_type_that_never_ends_is_refused() {
    assertThat(only(d -> d.task("a").run(Root.class, ctx -> {
      throw new IllegalStateException();
    })).found()).contains("more than 5000 types");
  }

  @Test void a_schedule_needs_the_parameters_of_its_runs() {
    var problems = refused(() -> Dag.define("d", Params.class, d -> {
      d.schedule(Every.of(Duration.ofDays(1)));
      task(d, "a");
    }));

    assertThat(problems).extracting(Problem::code).containsExactly("schedule-without-params");
    assertThat(problems.getFirst().hint()).contains("slot -> new Params(…)");
  }

  @Test void the_id_of_the_task_that_makes_parameters_of_slots_is_taken_where_there_is_one() {
    var problems = refused(() -> Dag.define("d", Params.class, d -> {
      d.schedule(Every.of(Duration.ofDays(1)), slot -> new Params(1));
      task(d, "slot-params");
    }));

    assertThat(problems).extracting(Problem::code).containsExactly("reserved-id");
    assertThat(Dag.define("d", d -> {
      d.schedule(Every.of(Duration.ofDays(1)));
      task(d, "slot-params");
    }).graph().tasks()).hasSize(1);
  }

  @Test void schedules_of_a_dag_have_names_of_their_own() {
    assertThat(only(d -> {
      d.schedule(Every.of(Duration.ofDays(1)));
      d.schedule(Cron.daily("02:00", "UTC"));
      task(d, "a");
    }).code()).isEqualTo("duplicate-schedule");
  }

  @Test void facts_about_the_dag_have_limits_too() {
    assertThat(problems(d -> {
      d.doc("x".repeat(100_001));
      d.owner("x".repeat(201));
      d.tags("a b");
      d.runDeadline(Duration.ofSeconds(-1));
      d.group("g", g -> g.doc("x".repeat(100_001)));
      d.group("g", g -> {});
      task(d, "a");
    })).extracting(Problem::code)
        .containsExactlyInAnyOrder("text-too-long", "text-too-long", "bad-name", "bad-duration",
            "text-too-long", "duplicate-group");
  }

  @Test void what_the_code_itself_throws_comes_through_with_the_problems_beside_it() {
    var cause = new IllegalStateException("no network");

    assertThatThrownBy(() -> Dag.define("d", d -> {
      task(d, "a b");
      throw new UnsupportedOperationException("mine", cause);
    })).isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("mine")
        .hasCause(cause)
        .satisfies(
            thrown -> assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(InvalidDagException.class));
  }

  @Test void problems_are_capped() {
    assertThat(problems(d -> {
      for (var i = 0; i < 2_000; i++) {
        task(d, "a");
      }
    })).hasSize(1_000);
  }
}
