package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The compiler refuses")
class WrongProgramsTest {
  private static final String PROGRAM = """
      import io.tidemill.dsl.*;
      import java.nio.file.Path;
      import java.util.*;

      class Program {
        record Params(int n) {}
        record Rates(double toEur) {}
        record Part(String region, long rows) {}
        sealed interface Verdict {
          record Ok(long rows) implements Verdict {}
          record Bad(String why) implements Verdict {}
        }
        record Stranger() {}
        Dag<?> dag() {
          return Dag.define("wrong", Params.class, d -> {
            var rates = d.task("rates").run(Rates.class, ctx -> new Rates(1));
            var names = d.task("names").runAs(Types.listOf(String.class), ctx -> List.of("a"));
            var parts = d.shard("parts").over(names).key(n -> n).run(Part.class, (ctx, n) -> new Part(n, 1));
            var verdict = d.task("verdict").needs(parts).run(Verdict.class, (ctx, ps) -> new Verdict.Ok(1));
            var quiet = d.task("quiet").exec(ctx -> ctx.log().info("x"));
            %s
          });
        }
      }
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      an input used as another type            | d.task("x").needs(rates).exec((ctx, r) -> r.length());            | length()
      a shard over something not a collection  | d.shard("x").over(rates).key(r -> r);                             | Rates
      a shard body that takes another element  | d.shard("x").over(names).key(n -> n).exec((ctx, n) -> { Integer i = n; }); | String cannot be converted to Integer
      elements without a key                   | d.shard("x").over(names).exec((ctx, n) -> {});                    | exec
      arms with different results              | d.branch(verdict).on(Verdict.Ok.class, (b, ok) -> b.task("p").needs(ok).run(Rates.class, (ctx, o) -> new Rates(1))).on(Verdict.Bad.class, (b, bad) -> b.task("q").needs(bad).run(Part.class, (ctx, o) -> new Part("", 1))).join("j"); | Rates & Part
      one arm with and one without a result    | d.branch(verdict).on(Verdict.Ok.class, (b, ok) -> b.task("p").needs(ok).run(Rates.class, (ctx, o) -> new Rates(1))).on(Verdict.Bad.class, (b, bad) -> b.task("q").exec(ctx -> {})).join("j"); | VoidTask cannot be converted to Task<Rates>
      an arm for a type that is no variant     | d.branch(verdict).on(Stranger.class, (b, s) -> b.task("p").exec(ctx -> {})); | Stranger
      the wrong component of a variant         | d.branch(verdict).on(Verdict.Ok.class, (b, ok) -> b.task("p").needs(ok).exec((ctx, o) -> o.why())); | why()
      a value taken from a handle              | Rates now = rates.get();                                          | get()
      a task without result as an input        | d.task("x").needs(quiet).exec((ctx, q) -> {});                    | VoidTask cannot be converted to BodyInput<A>
      a sixth input                            | d.task("x").needs(rates, names, parts, verdict, rates, names).exec((ctx, a, b, c, e, f, g) -> {}); | needs
      a fifth side input                       | d.shard("x").overHash(2).with(rates, names, parts, verdict, rates).exec((ctx, p, a, b, c, e, f) -> {}); | with
      a side input used as another type        | d.shard("x").over(names).key(n -> n).with(rates).exec((ctx, n, r) -> { String s = r; }); | Rates cannot be converted to String
      a side input that is no input            | d.shard("x").over(names).key(n -> n).with(quiet).exec((ctx, n, r) -> {}); | VoidTask
      a body that returns another type         | d.task("x").run(Rates.class, ctx -> "1.0");                       | Rates & String
      a list body with other elements          | d.task("x").runAs(Types.listOf(Part.class), ctx -> List.of("a")); | Part
      a body with fewer inputs than needed     | d.task("x").needs(rates, names).exec((ctx, r) -> {});             | incompatible parameter types in lambda expression
      a join of arms used as another type      | Task<Part> j = d.branch(verdict).on(Verdict.Ok.class, (b, ok) -> b.task("p").run(Rates.class, ctx -> new Rates(1))).join("j"); | Task<Rates>
      an outcome used as its result            | d.task("x").needs(rates.outcome()).exec((ctx, o) -> o.toEur());   | toEur()
      an outcome as the source of shards       | d.shard("x").over(names.outcome());                               | OutcomeInput<List<String>>
      an outcome of a sharded task             | d.task("x").needs(parts.outcome()).exec((ctx, o) -> {});          | outcome()
      the shards of a task that has none       | d.task("x").needs(rates).exec((ctx, r) -> r.stream());            | stream()
      the result of all shards as one          | d.task("x").needs(parts).exec((ctx, ps) -> ps.region());          | region()
      a parameter there is not                 | d.task("x").exec(ctx -> ctx.params().day());                      | day()
      parameters of another record for a slot  | d.schedule(Cron.daily("02:00", "UTC"), slot -> new Rates(1));     | Rates cannot be converted to Params
      an option after the body                 | d.task("x").exec(ctx -> {}).retry(Retry.attempts(2));                | retry
      shard options on a task                  | d.task("x").concurrency(3).exec(ctx -> {});                       | concurrency
      a task without a body                    | Task<Rates> t = d.task("x").needs(names);                         | TaskBuilder1
      an input for a component of another type | d.task("x").needs(Inputs.of(Part.class).with(Part::rows, rates)).exec((ctx, p) -> {}); | Part::rows,Task<Rates> & bounds
      a component of another record            | d.task("x").needs(Inputs.of(Part.class).with(Rates::toEur, rates)).exec((ctx, p) -> {}); | Rates
      a record used as another                 | d.task("x").needs(Inputs.of(Part.class)).exec((ctx, p) -> p.toEur()); | toEur()
      shard options as defaults                | d.defaults(all -> all.concurrency(3));                           | concurrency
      file splits of a task with one value     | d.shard("x").overFiles(rates).exec((ctx, s) -> {});               | Rates
      """) void a_wrong_program(
      String name, String statement, String says) {
    var source = PROGRAM.formatted(statement);

    var refusals = Compiler.refusals(source);

    assertThat(refusals).as(name).isNotEmpty();
    assertThat(refusals.getFirst().line()).isEqualTo(Compiler.line(source, statement));
    assertThat(refusals.getFirst().message()).contains(says.split(" & "));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      class Params { int n; } | Params
      interface Params {}     | Params
      """) void a_class_of_parameters_that_is_no_record(String declaration, String says) {
    var source = """
        import io.tidemill.dsl.*;
        class Program {
          %s
          Dag<?> dag() {
            return Dag.define("wrong", Params.class, d -> d.task("x").exec(ctx -> {}));
          }
        }
        """.formatted(declaration);

    var refusals = Compiler.refusals(source);

    assertThat(refusals.getFirst().line()).isEqualTo(5);
    assertThat(refusals.getFirst().message()).contains(says, "Record");
  }
}
