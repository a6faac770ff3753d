package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.backfill.BackfillRequest;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.WhyView;
import io.tidemill.api.schedule.SlotFilter;
import io.tidemill.api.schedule.SlotView;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.port.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parameters of runs, made of their slots by an agent elsewhere.
class ParametersFromSlotsTest {
  private static final String SOURCE = """
      import module java.base;
      import io.tidemill.dsl.*;

      record P(LocalDate day, long rows) {}

      Dag<P> dag() {
        return Dag.define("nightly", P.class, d -> {
          d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin")
              .start(Instant.parse("2026-03-28T00:00:00Z")), slot -> {
            %s
          });
          d.task("report").run(String.class, ctx -> ctx.params() + " at " + ctx.slot().orElseThrow().dateTime());
        });
      }

      /// Tells the test that it is here, and waits for it.
      static void hold() {
        try {
          Path here = Path.of("%s");
          Files.createFile(here.resolve("begun"));
          while (!Files.exists(here.resolve("go"))) {
            Thread.sleep(20);
          }
        } catch (IOException | InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }

      void main() {}
      """;

  @TempDir Path directory;

  /// Deploys a DAG that takes a day and a number, and starts a backfill of its slots.
  private void backfill(ServerProcess server, String function, String from, String to, String... pairs) {
    server.operations()
        .versions()
        .deploy("Nightly.java", SOURCE.formatted(function, directory).getBytes(StandardCharsets.UTF_8), null);
    server.operations()
        .backfills()
        .create(new BackfillRequest("nightly", null, from, to, null, null, null, null,
            List.of(pairs), null, null, "test", null));
  }

  @Test void a_run_of_a_slot_has_the_parameters_that_an_agent_made_of_it_and_what_a_backfill_is_given_wins()
      throws Exception {
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of());
        RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "north", server)) {
      backfill(server, """
          System.out.println("day " + slot.date());
          if (slot.date().getDayOfMonth() == 30) {
            throw new IllegalStateException("no such night");
          }
          return new P(slot.date().minusDays(1), 1);""", "2026-03-29", "2026-04-01", "rows=7");

      RunDetail first = EndedRun.await(server.operations(), "nightly", 1);
      RunDetail second = EndedRun.await(server.operations(), "nightly", 2);
      RunDetail third = EndedRun.await(server.operations(), "nightly", 3);

      assertThat(first.params()).hasToString("{\"day\":\"2026-03-28\",\"rows\":7}");
      assertThat(server.operations().tasks().output("nightly", 1, "report").asString())
          .isEqualTo("P[day=2026-03-28, rows=7] at 2026-03-29T03:00+02:00[Europe/Berlin]");
      assertThat(first.tasks().getFirst().agent()).isEqualTo("north");
      assertThat(second.run().status()).isEqualTo(RunStatus.FAILED);
      assertThat(second.run().cause()).isEqualTo("slot-params FAILED");
      assertThat(second.failures().getFirst().message()).isEqualTo("no such night");
      assertThat(third.run().status()).isEqualTo(RunStatus.SUCCESS);
      SlotView missed = server.operations()
          .schedules()
          .slots(new SlotFilter("nightly", null, List.of(SlotOutcome.MISSED), null, 10))
          .slots()
          .getFirst();
      assertThat(missed.backfilled()).as("the slots before the deployment").isEqualTo(new SlotView.Backfilled(3, 3));
      assertThat(missed.about()).endsWith("3 of " + missed.count() + " backfilled, the last by nightly/3");
    }
  }

  @Test void a_run_waits_for_its_parameters_says_so_and_a_killed_scheduler_loses_nothing() throws Exception {
    int port;
    try (ServerProcess server = ServerProcess.start(directory, 0, Map.of())) {
      port = server.agentPort();
      try (RemoteAgentProcess _ = RemoteAgentProcess.join(directory, "north", server)) {
        backfill(server, """
            hold();
            return new P(slot.date(), 1);""", "2026-03-29", "2026-03-30");
        await().atMost(60, SECONDS).until(() -> Files.exists(directory.resolve("begun")));
        await().atMost(60, SECONDS)
            .until(() -> server.operations().runs().get("nightly", 1).run().cause(),
                "waits for its parameters: slot-params is RUNNING"::equals);
        WhyView why = server.operations().runs().why("nightly", 1, "report", -1);
        assertThat(why.tasks().getFirst().blockers()).singleElement()
            .satisfies(blocker -> assertThat(blocker.text())
                .isEqualTo("slot-params is RUNNING, it makes the parameters of the run"));

        server.process().kill();
        try (ServerProcess next = ServerProcess.start(directory, port, Map.of())) {
          Files.createFile(directory.resolve("go"));
          RunDetail run = EndedRun.await(next.operations(), "nightly", 1);

          assertThat(run.run().status()).isEqualTo(RunStatus.SUCCESS);
          assertThat(run.tasks().getFirst().state()).isEqualTo(TaskState.SUCCESS);
          assertThat(run.tasks().getFirst().attempt()).as("it was adopted").isEqualTo(1);
          assertThat(run.params().path("day").asString()).isEqualTo("2026-03-29");
        }
      }
    }
  }
}
