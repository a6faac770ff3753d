package io.tidemill.daemon.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.StartRequest;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A `dev` is killed with SIGKILL at random moments of sharded runs and started again. The bodies append to a file,
/// so what ran can be held against what the journal said was finished.
class KilledDevTest {
  private static final int RUNS = 4;
  private static final int SHARDS = 300;

  @TempDir Path directory;

  @Test void no_finished_shard_runs_again_over_three_kills() throws Exception {
    kill(3);
  }

  @Tag("proofs")
  @Test void no_finished_shard_runs_again_over_twenty_kills() throws Exception {
    kill(Integer.getInteger("tidemill.kills", 20));
  }

  private void kill(int kills) throws Exception {
    int[] points = KillSeed.points(kills, 2 * RUNS * SHARDS);
    Path recorded = directory.resolve("recorded");
    Files.createFile(recorded);
    Files.createDirectories(directory.resolve("dags"));
    Files.writeString(directory.resolve("dags/Recorded.java"), source(recorded));
    long started = 0;
    for (int kill = 0; kill < kills; kill++) {
      DevProcess dev = DevProcess.start(directory);
      await().atMost(60, SECONDS).until(() -> dev.operations().dags().list().size() == 1);
      for (int i = 0; i < RUNS; i++) {
        dev.operations().runs().start(new StartRequest("recorded", "key-" + kill + "-" + i, null, null));
        started++;
      }
      int lines = lines(recorded).size() + points[kill];
      await().atMost(60, SECONDS)
          .pollDelay(0, SECONDS)
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> lines(recorded).size() >= lines || allEnded(dev));
      dev.kill();
      assertNothingFinishedRunsAgain(recorded, kill);
    }
    DevProcess dev = DevProcess.start(directory);
    for (long run = 1; run <= started; run++) {
      long number = run;
      RunDetail detail = EndedRun.await(dev.operations(), "recorded", number);
      assertThat(detail.run().status()).isEqualTo(RunStatus.SUCCESS);
      assertThat(dev.operations().tasks().output("recorded", number, "sum").asInt())
          .isEqualTo(SHARDS * (SHARDS - 1) / 2);
    }
    dev.stop();
    assertThat(JournalReader.finishedShards(directory.resolve("data"))).hasSize((int) (started * SHARDS));
    System.out.println(kills + " kills, " + started + " runs, " + started * SHARDS + " shards, "
        + lines(recorded).size() + " starts: no finished shard ran again");
  }

  private final List<Finished> history = new ArrayList<>();

  /// What was finished when so many lines had been written.
  private record Finished(int lines, Set<String> shards) {}

  private void assertNothingFinishedRunsAgain(Path recorded, int kill) throws IOException {
    List<String> starts = lines(recorded);
    for (Finished earlier : history) {
      Set<String> again = new HashSet<>(starts.subList(earlier.lines(), starts.size()));
      again.retainAll(earlier.shards());
      assertThat(again).as("finished before, started again by kill %s", kill).isEmpty();
    }
    history.add(new Finished(starts.size(), JournalReader.finishedShards(directory.resolve("data"))));
  }

  private static boolean allEnded(DevProcess dev) {
    return dev.operations()
        .runs()
        .list(new RunFilter(null, List.of(RunStatus.RUNNING), null, 1))
        .runs()
        .isEmpty();
  }

  /// Whole lines; the last one may have been cut off by the kill.
  private static List<String> lines(Path recorded) throws IOException {
    return Files.readAllLines(recorded)
        .stream()
        .filter(line -> line.endsWith(";"))
        .map(line -> line.substring(0, line.length() - 1))
        .collect(Collectors.toList());
  }

  private static String source(Path recorded) {
    return """
        import module java.base;
        import io.tidemill.dsl.*;

        Dag<?> dag() {
          return Dag.define("recorded", d -> {
            var list = d.task("list").runAs(Types.listOf(Integer.class), ctx -> IntStream.range(0, %d).boxed().toList());
            var each = d.shard("each").over(list).key(i -> "k" + i).run(Integer.class, (ctx, i) -> {
              Files.writeString(Path.of("%s"), "recorded/" + ctx.run() + "#" + ctx.shardIndex() + ";\\n",
                  StandardOpenOption.APPEND);
              Thread.sleep(i %% 40);
              return i;
            });
            d.task("sum").needs(each).run(Integer.class, (ctx, all) -> all.results().mapToInt(i -> i).sum());
          });
        }

        void main(String... args) {
          Dag.main(dag(), args);
        }
        """
        .formatted(SHARDS, recorded);
  }
}
