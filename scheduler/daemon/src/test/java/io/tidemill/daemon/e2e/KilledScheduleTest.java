package io.tidemill.daemon.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.schedule.DrainRequest;
import io.tidemill.api.schedule.PauseRequest;
import io.tidemill.api.schedule.ResumeRequest;
import io.tidemill.api.schedule.SlotFilter;
import io.tidemill.api.schedule.SlotView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed with SIGKILL again and again, and paused once, while a DAG runs by a fixed interval on an agent. Afterwards the
/// database is asked, slot by slot: each is one run, or one MISSED or SKIPPED with its reason.
class KilledScheduleTest {
  /// Every time of the interval, with how many rows tell of it, how many runs there are of it, and what became of it.
  private static final String SLOTS = """
      SELECT t.x, count(s.slot_time), coalesce(max(s.outcome), ''), coalesce(max(s.reason), ''),
        (SELECT count(*) FROM run r WHERE r.slot_time = t.x)
      FROM system_range(%d, %d, %d) t LEFT JOIN slot s ON t.x BETWEEN s.slot_time AND s.last_time
      GROUP BY t.x ORDER BY t.x
      """;

  /// A bound for what has gone wrong, not for a busy machine.
  private static final Duration BOUND = Duration.ofMinutes(5);

  @TempDir Path directory;

  @Test void each_second_is_one_run_or_one_missed_slot_over_two_kills_and_a_pause() throws Exception {
    killed(Duration.ofSeconds(1), Duration.ofSeconds(24), 2);
  }

  @Tag("proofs")
  @Test void each_five_seconds_of_ten_minutes_are_one_run_or_one_missed_slot_over_five_kills_and_a_pause()
      throws Exception {
    killed(Duration.ofSeconds(5), Duration.ofMinutes(10), 5);
  }

  /// @param kills spread over the time, with the pause in the middle
  private void killed(Duration every, Duration length, int kills) throws Exception {
    ServerProcess server = ServerProcess.start(directory, 0, Map.of());
    try (RemoteAgentProcess agent = RemoteAgentProcess.join(directory, "north", server)) {
      server.operations().versions().deploy("Often.java", source(every), null);
      Instant begin = Instant.now();
      for (int kill = 0; kill < kills; kill++) {
        awaitSlot(server, begin.plus(length.multipliedBy(kill + 1).dividedBy(kills + 1)));
        if (kill == kills / 2) {
          pause(server, every);
        }
        server.process().kill();
        server = ServerProcess.start(directory, server.agentPort(), Map.of());
      }
      awaitSlot(server, begin.plus(length));
      server.operations().schedules().drain(new DrainRequest("often", null, null, false, "test", "end"));
      ServerProcess last = server;
      await().atMost(BOUND)
          .until(() -> last.operations()
              .schedules()
              .drain(new DrainRequest("often", null, null, false, "test", null))
              .active() == 0);
      agent.process().terminate();
      assertThat(agent.process().exit()).isZero();
    } finally {
      server.close();
    }
    assertEachSlotOnce(every, kills);
  }

  /// Pauses for a few slots; the server is killed in the next breath.
  private static void pause(ServerProcess server, Duration every) {
    server.operations().schedules().pause(new PauseRequest("often", null, null, "test", "pause"));
    Instant until = Instant.now().plus(every.multipliedBy(3));
    // Nothing happens while it is paused, so there is nothing else to wait for.
    await().atMost(BOUND).until(() -> Instant.now().isAfter(until));
    ResumeRequest resume = new ResumeRequest("often", null, null, true, "test", "resume");
    assertThat(server.operations().schedules().resume(resume).applied()).isTrue();
  }

  private static void awaitSlot(ServerProcess server, Instant time) {
    await().atMost(BOUND.plus(Duration.between(Instant.now(), time).abs())).until(() -> {
      List<SlotView> newest = server.operations()
          .schedules()
          .slots(new SlotFilter("often", null, List.of(), null, 1))
          .slots();
      return !newest.isEmpty() && !newest.getFirst().last().isBefore(time);
    });
  }

  private void assertEachSlotOnce(Duration every, int kills) throws SQLException {
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    try (Connection database = DriverManager
        .getConnection("jdbc:h2:async:" + directory.resolve("data").resolve("tidemill") + ";USER=tidemill");
        Statement statement = database.createStatement()) {
      long first = number(statement, "SELECT min(slot_time) FROM slot");
      long last = number(statement, "SELECT max(last_time) FROM slot");
      try (ResultSet slots = statement.executeQuery(SLOTS.formatted(first, last, every.toMillis()))) {
        while (slots.next()) {
          String outcome = slots.getString(3);
          String reason = slots.getString(4);
          int runs = slots.getInt(5);
          outcomes.merge(outcome + (reason.isEmpty() ? "" : " " + reason), 1, Integer::sum);
          // The newest may wait for the run before it while this is looked at: it is decided, and not lost.
          boolean waits = outcome.equals("QUEUED") && slots.getLong(1) == last;
          boolean right = slots.getInt(2) == 1
              && (outcome.equals("RUN") ? runs == 1 : runs == 0 && (waits || !reason.isEmpty()));
          if (!right) {
            wrong.add(Instant.ofEpochMilli(slots.getLong(1)) + " " + slots.getInt(2) + " rows, " + runs + " runs, "
                + outcome + " " + reason);
          }
        }
      }
    }
    System.out.println(kills + " kills and a pause, slots by outcome: " + outcomes);
    assertThat(wrong).as("slots that are not one run, or one slot without a run and with a reason").isEmpty();
    assertThat(outcomes).containsKeys("RUN", "MISSED PAUSED");
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static byte[] source(Duration every) {
    return """
        import module java.base;
        import io.tidemill.dsl.*;

        Dag<NoParams> dag() {
          return Dag.define("often", d -> {
            d.schedule(Every.of(Duration.ofSeconds(%d)));
            d.task("say").run(String.class, ctx -> "" + ctx.slot().orElseThrow().time());
          });
        }

        void main() {}
        """.formatted(every.toSeconds()).getBytes(StandardCharsets.UTF_8);
  }
}
