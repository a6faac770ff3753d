package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.StartRequest;
import io.tidemill.daemon.e2e.LoggedDag.Said;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed with SIGKILL while two agents work, and started again on what it left. Each attempt of a shard
/// appends its start and its end to a file.
class KilledServerTest {
  private static final int SHARDS = 30;
  private static final int RUNS = 2;
  /// Of a run.
  private static final int LINES = 2 * (2 * SHARDS + 3);

  @TempDir Path directory;
  private AttemptRecorder attemptRecorder;
  private int adopted;
  private int endedMeanwhile;

  @Test void running_attempts_are_adopted_and_none_starts_twice_over_three_kills() throws Exception {
    kill(3);
  }

  @Tag("proofs")
  @Test void running_attempts_are_adopted_and_none_starts_twice_over_twenty_kills() throws Exception {
    kill(Integer.getInteger("tidemill.kills", 20));
  }

  private void kill(int kills) throws Exception {
    int[] points = KillSeed.points(kills, 2 * SHARDS * RUNS);
    attemptRecorder = new AttemptRecorder(directory.resolve("attempts"));
    ServerProcess server = ServerProcess.start(directory, 0, Map.of());
    try (RemoteAgentProcess north = RemoteAgentProcess.join(directory, "north", server);
        RemoteAgentProcess south = RemoteAgentProcess.join(directory, "south", server)) {
      server.operations().versions().deploy("Relay.java", source(), null);
      List<Long> runs = new ArrayList<>();
      for (int kill = 0; kill < kills; kill++) {
        for (int i = 0; i < RUNS; i++) {
          runs.add(
              server.operations().runs().start(new StartRequest("relay", "key-" + kill + "-" + i, null, null)).run());
        }
        int soon = attemptRecorder.lines().size() + points[kill];
        awaitLines(Math.min(soon, (runs.size() - RUNS) * LINES + RUNS * LINES / 2));
        awaitLong(runs.size());
        server = killAndStart(server);
        Files.createFile(directory.resolve("restarted-" + kill));
      }
      for (long run : runs) {
        assertSucceeded(server, run);
      }
      assertEachAttemptRanOnce(runs.size());
      System.out
          .println(kills + " kills, " + runs.size() + " runs, " + attemptRecorder.lines("start").size() + " starts, "
              + adopted + " attempts ran over a kill, " + endedMeanwhile + " ended while there was no server");
      assertThat(adopted).as("attempts that ran over a kill").isGreaterThan(endedMeanwhile);
      for (RemoteAgentProcess agent : List.of(north, south)) {
        agent.process().terminate();
        assertThat(agent.process().exit()).isZero();
      }
    } finally {
      server.close();
    }
  }

  private void awaitLines(int lines) {
    await().atMost(60, SECONDS)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> attemptRecorder.lines().size() >= lines);
  }

  /// Waits until the task that outlives the kill has started in each run.
  private void awaitLong(int runs) {
    await().atMost(60, SECONDS)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> attemptRecorder.lines("start")
            .stream()
            .map(Said::of)
            .filter(each -> each.task().equals("long"))
            .count() == runs);
  }

  private ServerProcess killAndStart(ServerProcess server) throws Exception {
    server.process().kill();
    Set<String> running = running();
    ServerProcess next = ServerProcess.start(directory, server.agentPort(), Map.of());
    Set<String> still = running();
    still.retainAll(running);
    adopted += running.size();
    endedMeanwhile += running.size() - still.size();
    return next;
  }

  /// Attempts that have started and not ended.
  private Set<String> running() throws IOException {
    List<Said> all = said();
    Set<String> running = names(all, "start").collect(Collectors.toCollection(HashSet::new));
    names(all, "end").forEach(running::remove);
    return running;
  }

  private static Stream<String> names(List<Said> all, String what) {
    return all.stream().filter(each -> each.what().equals(what)).map(Said::attemptName);
  }

  private List<Said> said() throws IOException {
    return attemptRecorder.lines().stream().map(Said::of).toList();
  }

  private static void assertSucceeded(ServerProcess server, long run) {
    RunDetail detail = EndedRun.await(server.operations(), "relay", run);
    assertThat(detail.run().status()).as("run %s", run).isEqualTo(RunStatus.SUCCESS);
    assertThat(detail.failures()).as("attempts of run %s that did not succeed, lost ones too", run).isEmpty();
    assertThat(server.operations().tasks().output("relay", run, "sum").asInt()).isEqualTo(SHARDS * (SHARDS - 1));
  }

  private void assertEachAttemptRanOnce(int runs) throws IOException {
    List<Said> all = said();
    assertThat(names(all, "start").toList()).as("starts")
        .hasSize(runs * LINES / 2)
        .doesNotHaveDuplicates();
    assertThat(names(all, "end").toList()).as("ends")
        .containsExactlyInAnyOrderElementsOf(names(all, "start").toList());
    // Not "attempt 1": what waits with a busy agent is taken back unstarted and placed anew under the next number.
    assertThat(all.stream().filter(each -> each.what().equals("start")).toList())
        .as("each body starts once, under whatever number")
        .extracting(Said::run, Said::task, Said::shard)
        .doesNotHaveDuplicates();
    assertThat(all).extracting(Said::process).doesNotContain(ProcessHandle.current().pid());
  }

  /// Shards take 50 to 2,000 ms, most of them less than 400; one task of each run goes on until a server has started again.
  private byte[] source() {
    return new LoggedDag(attemptRecorder).source("relay", """
        var list = d.task("list").runAs(Types.listOf(Integer.class), ctx -> {
          say("start", ctx);
          say("end", ctx);
          return IntStream.range(0, %d).boxed().toList();
        });
        var each = d.shard("each").over(list).key(i -> "k" + i).run(Integer.class, (ctx, i) -> {
          say("start", ctx);
          Thread.sleep(i %% 10 == 0 ? 2000 : 50 + 10 * i);
          say("end", ctx);
          return i;
        });
        var twice = d.shard("twice").over(each).run(Integer.class, (ctx, i) -> {
          say("start", ctx);
          Thread.sleep(50);
          say("end", ctx);
          return 2 * i;
        });
        d.task("long").exec(ctx -> {
          say("start", ctx);
          await("restarted-" + (ctx.run() - 1) / %d);
          say("end", ctx);
        });
        d.task("sum").needs(twice).run(Integer.class, (ctx, all) -> {
          say("start", ctx);
          int sum = all.results().mapToInt(i -> i).sum();
          say("end", ctx);
          return sum;
        });
        """.formatted(SHARDS, RUNS));
  }
}
