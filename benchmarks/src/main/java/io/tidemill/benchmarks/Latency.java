package io.tidemill.benchmarks;

import io.tidemill.runtime.port.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Latency at a steady 50 submissions a second: from the submission to the start of the first body, and from the start of
/// each body of a chain to the start of the next, next to the time of a commit of one row on one connection that commits as
/// often as the chains do.
final class Latency {
  private static final int A_SECOND = 50;
  private static final int LENGTH = 5;
  private static final String SOURCE = """
      import io.tidemill.dsl.*;
      import java.io.*;
      import java.nio.file.*;

      class Latency {
        record Params(String file) {}

        static synchronized void note(String file, long run, String task) {
          try {
            Files.writeString(Path.of(file), run + " " + task + " " + System.nanoTime() + "\\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        Dag<?> dag() {
          return Dag.define("latency", Params.class, d -> {
            var last = d.task("t0").exec(ctx -> note(ctx.params().file(), ctx.run(), "0"));
            for (int i = 1; i < %d; i++) {
              String name = "" + i;
              last = d.task("t" + i).after(last).exec(ctx -> note(ctx.params().file(), ctx.run(), name));
            }
          });
        }
      }
      """;

  private Latency() {}

  static void run(Database database, int seconds, boolean remote)
      throws IOException, SQLException, InterruptedException {
    long rest = TimeUnit.SECONDS.toNanos(1) / (A_SECOND * (LENGTH + 1));
    double[] before = DatabaseBaseline.commitMillis(database, 1000, rest);
    Path file = Files.createTempFile("tidemill-latency", ".txt");
    List<Double> starts = new ArrayList<>();
    List<Double> hops = new ArrayList<>();
    try (Cluster cluster = new Cluster(database, remote)) {
      Catalog.Dag dag = cluster.deploy("Latency.java", SOURCE.formatted(LENGTH)).getFirst();
      byte[] params = ("{\"file\":\"" + file + "\"}").getBytes(StandardCharsets.UTF_8);
      int runs = (seconds + 10) * A_SECOND;
      long[] submitted = new long[runs + 1];
      long next = System.nanoTime();
      for (int run = 1; run <= runs; run++) {
        for (long now = System.nanoTime(); now < next; now = System.nanoTime()) {
          LockSupport.parkNanos(next - now);
        }
        next += TimeUnit.SECONDS.toNanos(1) / A_SECOND;
        submitted[run] = System.nanoTime();
        cluster.create(dag, params);
      }
      QuietDatabase.await(cluster);
      collect(file, submitted, 10 * A_SECOND, starts, hops);
    } finally {
      Files.delete(file);
    }
    double[] after = DatabaseBaseline.commitMillis(database, 1000, rest);
    double[] backToBack = DatabaseBaseline.commitMillis(database, 1000, 0);
    double commit = (percentile(before, 50) + percentile(after, 50)) / 2;
    double[] start = sorted(starts);
    double[] hop = sorted(hops);
    new ResultLine("latency", database.name()).put("agent", remote ? "remote" : "in-process")
        .put("submissionsPerSecond", A_SECOND)
        .put("commitP50Ms", commit)
        .put("commitP99Ms", Math.max(percentile(before, 99), percentile(after, 99)))
        .put("commitBackToBackP50Ms", percentile(backToBack, 50))
        .put("startP50Ms", percentile(start, 50))
        .put("startP99Ms", percentile(start, 99))
        .put("hopP50Ms", percentile(hop, 50))
        .put("hopP99Ms", percentile(hop, 99))
        .put("startP50Commits", percentile(start, 50) / commit)
        .put("startP99Commits", percentile(start, 99) / commit)
        .put("hopP50Commits", percentile(hop, 50) / commit)
        .put("hopP99Commits", percentile(hop, 99) / commit)
        .print(System.out);
  }

  private static void collect(Path file, long[] submitted, int warmUp, List<Double> starts, List<Double> hops)
      throws IOException {
    Map<Long, long[]> runs = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ");
      runs.computeIfAbsent(Long.valueOf(words[0]), run -> new long[LENGTH])[Integer.parseInt(words[1])] = Long
          .parseLong(words[2]);
    }
    runs.forEach((run, times) -> {
      if (run > warmUp) {
        starts.add((times[0] - submitted[run.intValue()]) / 1e6);
        for (int i = 1; i < LENGTH; i++) {
          hops.add((times[i] - times[i - 1]) / 1e6);
        }
      }
    });
  }

  static double[] sorted(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  static double percentile(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
