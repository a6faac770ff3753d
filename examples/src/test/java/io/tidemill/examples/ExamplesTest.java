package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small examples, through the command line, scheduler, H2 and agent.
class ExamplesTest {
  @TempDir static Path data;

  private final Tidemill tidemill = new Tidemill(data);

  /// An example, the task to look at, and the result it must have.
  record Expected(String example, String task, String json, List<String> params) {
    static Expected of(String example, String task, String json, String... params) {
      return new Expected(example, task, json, List.of(params));
    }

    @Override public String toString() {
      return example + params;
    }
  }

  static Stream<Expected> expected() {
    return Stream.of(
        Expected.of("AlignedShards", "report", "[\"roof 12.5\",\"cellar 9.5\",\"river 14.0\"]"),
        Expected.of("BranchAndJoin", "tell", "\"Today we brought 20 to the bank.\""),
        Expected.of("BranchAndJoin", "tell", "\"Today we borrowed 30.\"", "till=70"),
        Expected.of("BranchAndJoin", "tell", "\"Today we slept well.\"", "till=100"),
        Expected.of("CpuBoundAndPriority", "both", "\"8b60a4ab 4999950000\""),
        Expected.of("Defaults", "attempts", "\"[4, 4] 2 1\""),
        Expected.of("FanOutFanIn", "summary", "{\"count\":8,\"mean\":3.875,\"sum\":31,\"least\":1,\"greatest\":9}"),
        Expected.of("FileSplits", "rows", "3376", "file=data/airports.csv"),
        Expected.of("GeneratedTasks", "total-with-west", "406"),
        Expected.of("GroupsDocsAndTags", "bake", "\"bread of kneaded dough at 230 °C\""),
        Expected.of("HashPartitions", "best-customer", "\"customer-49 with 10480 cents\""),
        Expected.of("HourlyAndDaily", "tell", "\"total of 2026-10-25 over 25 hours\""),
        Expected.of("HourlyLoad", "load", "\"40 sales, by hand\""),
        Expected.of("IsolatedTask", "both", "\"done at attempt 2 32 MiB\""),
        Expected.of("JoinRules", "use-what-there-is", "\"main FAILED, used spare data\""),
        Expected.of("NightlyReport", "send", "\"report about 2026-03-29, 23 hours, started by hand\""),
        Expected.of("Parameters", "greet", "\"Good Thursday, Ada and Grace\""),
        Expected.of("Parameters", "greet", "\"GOOD SUNDAY, LIN. YOURS, ME\"", "names=Lin", "tone=LOUD",
            "day=2026-02-01",
            "signature=me"),
        Expected.of("Recurring", "tell", "\"17984 primes, started by hand\""),
        Expected.of("RunsOnAssets", "publish", "\"dashboard drawn and published\""),
        Expected.of("Retries", "busy-service", "\"answered at attempt 3, then again at attempt 2\""),
        Expected.of("ShardOverRange", "primes", "1229"),
        Expected.of("Timeouts", "slow-at-first", "\"done at attempt 2\""),
        Expected.of("ToleratedShards", "sum", "{\"sum\":13,\"missing\":[\"number-three\",\"number-V\"]}"),
        Expected.of("TypedChain", "most-frequent", "\"the\""),
        Expected.of("WideFanIn", "income", "\"727.5 without harbour\""));
  }

  @ParameterizedTest
  @MethodSource("expected") void an_example_runs_to_its_result(Expected expected) {
    var answer = tidemill.run(expected.example(), expected.params().toArray(String[]::new));

    assertThat(answer.exitCode()).as(answer::toString).isZero();
    assertThat(answer.result(expected.task()).toString()).as(answer::toString).isEqualTo(expected.json());
  }

  @Test void every_example_is_run_by_a_test() throws IOException {
    var run = Stream.concat(expected().map(Expected::example), Stream.of("FailingShards", "FlightDelays"));

    assertThat(run.distinct()).containsExactlyInAnyOrderElementsOf(Repository.examples());
  }

  @Test void a_permanent_failure_is_not_tried_again() {
    var answer = tidemill.run("Retries", "badRequest=true");

    assertThat(answer.exitCode()).as(answer::toString).isOne();
    assertThat(answer.json().path("detail").path("failures")).singleElement().satisfies(failure -> {
      assertThat(failure.path("attempt").asInt()).isOne();
      assertThat(failure.path("message").asString()).isEqualTo("The service refuses this request.");
      assertThat(failure.path("place").asString()).startsWith("Retries.java:");
    });
  }

  @Test void a_body_that_always_runs_out_of_memory_fails_its_run_and_nothing_else() {
    var answer = tidemill.run("IsolatedTask", "hopeless=true");

    assertThat(answer.exitCode()).as(answer::toString).isOne();
    assertThat(answer.status()).isEqualTo("FAILED");
    assertThat(answer.json().path("detail").path("failures")).filteredOn(each -> each.path("attempt").asInt() == 2)
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.path("type").asString()).isEqualTo("java.lang.OutOfMemoryError");
          assertThat(failure.path("message").asString()).contains("heap of 512 MiB", "tidemill.agent.isolated-heap");
        });
  }

  @Test void parameters_that_do_not_fit_are_refused_all_at_once() {
    var answer = tidemill.run("Parameters", "tone=LOUDER", "dya=2026-02-01");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("tone", "PLAIN, LOUD", "dya", "day");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FlightDelays", "FailingShards", "GeneratedTasks",
      "BranchAndJoin"}) void an_example_builds_the_same_dag_in_strange_surroundings(String example) {
    var answer = tidemill.tell("check", "examples/" + example + ".java");

    assertThat(answer.exitCode()).as(answer::toString).isZero();
  }
}
