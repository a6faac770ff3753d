package io.tidemill.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Default;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.code.LocalRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ConsoleRunnerTest {
  enum Mode {
    FULL, QUICK
  }

  record Params(LocalDate day, @Default("FULL") Mode mode, @Default("1,2,3") List<Long> parts,
      Optional<Duration> pause) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Dag<?> dag, String... args) {
    LocalRunner runner = ServiceLoader.load(LocalRunner.class).findFirst().orElseThrow();
    return runner.run(dag, List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static Dag<Params> dag() {
    return Dag.define("local", Params.class, d -> d.task("a").exec(ctx -> ctx.log().info("{}", ctx.params())));
  }

  @Test void a_run_that_succeeds_exits_with_0_and_tells_its_story() {
    assertThat(run(dag(), "day=2026-03-01", "mode=QUICK", "pause=PT5M")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(
        "a info: Params[day=2026-03-01, mode=QUICK, parts=[1, 2, 3], pause=Optional[PT5M]]", "SUCCESS          a",
        "Run SUCCESS");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test void a_run_that_fails_exits_with_1_and_shows_why() {
    Dag<NoParams> dag = Dag.define("broken", d -> d.task("a").exec(ctx -> {
      throw new IllegalStateException("no luck");
    }));
    assertThat(run(dag)).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Run FAILED");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no luck", "ConsoleRunnerTest.java");
  }

  @Test void bad_arguments_exit_with_2_and_are_all_named() {
    assertThat(run(dag(), "mode=SLOW", "colour=red")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("day: expected date, found nothing",
        "mode: expected one of FULL, QUICK, found \"SLOW\"",
        "colour: expected one of day, mode, parts, pause, found 'colour'");
    assertThat(run(dag(), "day")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("expected name=value, found 'day'");
  }

  @Test void what_a_server_would_refuse_is_refused_and_nothing_runs() {
    Dag<NoParams> dag = Dag.define("pooled", d -> d.task("a").pool("api").exec(ctx -> {}));
    assertThat(run(dag)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("the pool 'api' of task 'a'");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThatThrownBy(() -> DagTest.of(dag)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the pool 'api' of task 'a'");
  }
}
