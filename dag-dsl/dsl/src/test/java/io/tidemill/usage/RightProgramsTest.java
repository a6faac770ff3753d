package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class RightProgramsTest {
  private static final String NIGHTLY_SALES = """
      record Params(@Doc("Business day") LocalDate day, @Default("1000") long minRows) {}
      record FileRef(String key, String region) {}
      record Part(String region, long rows, BigDecimal revenue) {}
      record Rates(Map<String, BigDecimal> toEur) {}
      sealed interface Verdict {
        record Ok(BigDecimal revenue, long rows) implements Verdict {}
        record TooSmall(long rows, long wanted) implements Verdict {}
      }
      record Outcome(String what, String where) {}

      Dag<Params> dag() {
        return Dag.define("nightly-sales", Params.class, d -> {
          d.schedule(Cron.daily("02:00", "Europe/Berlin"), slot -> new Params(slot.date().minusDays(1), 1000));

          var files = d.task("list-files")
              .runAs(Types.listOf(FileRef.class), ctx -> list(ctx.params().day()));
          var rates = d.task("fx-rates").retry(Retry.attempts(6).backoff(Duration.ofSeconds(2), 2)).pool("fx-api")
              .run(Rates.class, ctx -> new Rates(Map.of("us", BigDecimal.ONE)));
          var parts = d.shard("crunch").over(files).key(FileRef::key).concurrency(200).maxFailedFraction(0.001)
              .retry(Retry.attempts(4).giveUpOn(IllegalArgumentException.class)).attemptTimeout(Duration.ofMinutes(20)).requireLabels("highmem")
              .with(rates)
              .run(Part.class, (ctx, file, fx) -> new Part(file.region(), 1, fx.toEur().get(file.region())));
          var verdict = d.task("merge").needs(parts)
              .run(Verdict.class, (ctx, ps) -> ps.results().mapToLong(Part::rows).sum() < ctx.params().minRows()
                  ? new Verdict.TooSmall(ps.size(), ctx.params().minRows()) : new Verdict.Ok(BigDecimal.TEN, ps.size()));
          var outcome = d.branch(verdict)
              .on(Verdict.Ok.class,       (b, ok)  -> b.task("publish").needs(ok)
                  .run(Outcome.class, (ctx, o) -> new Outcome("published " + o.revenue(), "here")))
              .on(Verdict.TooSmall.class, (b, few) -> b.task("quarantine").needs(few)
                  .run(Outcome.class, (ctx, f) -> new Outcome("too small by " + (f.wanted() - f.rows()), "there")))
              .join("outcome");
          d.task("notify").needs(outcome).after(rates).exec((ctx, o) -> ctx.log().info("{}", o.what()));
        });
      }

      static List<FileRef> list(LocalDate day) { return List.of(new FileRef(day.toString(), "us")); }
      """;

  @Test void the_nightly_sales_compile_in_a_class() {
    var source = "import io.tidemill.dsl.*;\nimport java.math.BigDecimal;\nimport java.time.*;\nimport java.util.*;\n"
        + "class Program {\n" + NIGHTLY_SALES + "}\n";

    assertThat(Compiler.refusals(source)).isEmpty();
  }

  @Test void the_nightly_sales_compile_as_a_file_without_a_class() {
    assumeTrue(Runtime.version().feature() >= 25);
    var source = "import module java.base;\nimport io.tidemill.dsl.*;\n" + NIGHTLY_SALES
        + "void main(String... args) { Dag.main(dag(), args); }\n";

    assertThat(Compiler.refusals(source, "25")).isEmpty();
  }

  @Test void no_name_of_the_language_collides_with_one_of_the_base_module() {
    assumeTrue(Runtime.version().feature() >= 25);
    var source = """
        import module java.base;
        import io.tidemill.dsl.*;
        Dag<?> a; Task<?> b; Sharded<?> c; Shards<?> e; TaskRef f; BodyInput<?> g; VoidTask h; Outcome<?> i; Range j; FileSplit k;
        HashPartition l; Types.TypeRef<?> m; Retry n; RetryAfter o; NonRetryableException p; Cron q; Every r; Schedule s; Slot t; NoParams u;
        Branch<?, ?> v; Scope<?> w; TaskContext<?> x; Problem y; Joinable z; TaskLog aa; BranchBuilder<?, ?, ?> bb; Inputs<?> cc;
        TaskDefaults dd;
        @Deprecated void main() {}
        record P(@Doc("x") @Default("1") int n) {}
        """;

    assertThat(Compiler.refusals(source, "25")).isEmpty();
  }

  @Test void options_chain_before_and_after_inputs_and_sources() {
    assertThat(Compiler.refusals(
        """
            import io.tidemill.dsl.*;
            import java.time.*;
            import java.util.*;
            class Program {
              Dag<NoParams> dag() {
                return Dag.define("chain", d -> {
                  d.doc("x").owner("me").tags("a").runDeadline(Duration.ofHours(1)).defaults(all -> all.queue("q").priority(1))
                      .schedule(Cron.daily(LocalTime.of(2, 0), ZoneId.of("Europe/Berlin")));
                  var names = d.task("names").queue("a").runAs(Types.listOf(String.class), ctx -> List.of());
                  d.task("after").doc("x").needs(names).retry(Retry.attempts(2)).allowFailure().exec((ctx, n) -> {});
                  d.shard("early").retry(Retry.attempts(2)).concurrency(3).over(names).maxFailedShards(1).key(n -> n)
                      .failFast().doc("x").with(names).isolated().maxShards(9).exec((ctx, n, all) -> {});
                  d.group("g", g -> {
                    g.doc("x").defaults(all -> all.requireLabels("gpu").preferLabels("near")).task("in").exec(ctx -> {});
                  });
                });
              }
            }
            """))
        .isEmpty();
  }

  @Test void bodies_may_be_methods_with_wider_types() {
    assertThat(Compiler.refusals(
        """
            import io.tidemill.dsl.*;
            import java.util.*;
            class Program {
              record Params(int n) {}
              record Part(String name) {}
              static String join(TaskContext<?> ctx, Collection<? extends CharSequence> names, Object side) { return names + "" + side; }
              static Part make(TaskContext<Params> ctx) throws Exception { throw new java.io.IOException(); }
              static void look(TaskContext<Params> ctx, Object any) {}
              Dag<Params> dag() {
                return Dag.define("right", Params.class, d -> {
                  var names = d.task("names").runAs(Types.listOf(String.class), ctx -> new ArrayList<>());
                  var part = d.task("part").run(Part.class, Program::make);
                  var text = d.task("text").needs(names, part).run(String.class, Program::join);
                  d.task("look").needs(text).exec(Program::look);
                  d.task("five").needs(names, part, text, names.outcome(), part.outcome())
                      .exec((ctx, n, p, t, no, po) -> System.out.println(n.size() + p.name() + t.length() + no.result() + po.state()));
                });
              }
            }
            """))
        .isEmpty();
  }

  @Test void branches_may_end_without_a_result_and_nest() {
    assertThat(Compiler.refusals("""
        import io.tidemill.dsl.*;
        class Program {
          sealed interface A { record One() implements A {} sealed interface More extends A {} }
          record Two(int n) implements A.More {}
          record Three(String s) implements A.More {}
          Dag<NoParams> dag() {
            return Dag.define("right", d -> {
              var a = d.task("a").run(A.class, ctx -> new Two(1));
              VoidTask end = d.branch(a)
                  .on(A.One.class, (b, one) -> b.task("one").needs(one).exec((ctx, o) -> {}))
                  .on(A.More.class, (b, more) -> b.branch(more)
                      .on(Two.class, (c, two) -> c.task("two").needs(two).exec((ctx, t) -> Math.abs(t.n())))
                      .on(Three.class, (c, three) -> c.task("three").needs(three).exec((ctx, t) -> t.s().length()))
                      .join("more"))
                  .join("end");
              d.task("last").after(end).exec(ctx -> {});
            });
          }
        }
        """)).isEmpty();
  }
}
