package io.tidemill.benchmarks;

import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.state.AssetState;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.Links;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Latency of runs on assets at a steady 20 events a second: from the commit of an asset's event to the start of the first body of the run
/// that it starts; and from the end of a body that updates an asset to the start of that of the other DAG, with the commits of the success, of
/// the event and of the run in between. Next to the time of a commit of one row, as in [Latency].
final class AssetLatency {
  private static final int A_SECOND = 20;
  private static final String SOURCE = """
      import io.tidemill.dsl.*;
      import java.io.*;
      import java.nio.file.*;

      class %1$s {
        static synchronized void note(String task, long run) {
          try {
            Files.writeString(Path.of("%2$s"), task + " " + run + " " + System.nanoTime() + "\\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        Dag<?> dag() {
          return Dag.define("%1$s", d -> {
            d.overlap(Overlap.allow(10_000));
            %3$s
          });
        }
      }
      """;
  private static final String OUTSIDE = "d.runOn(OnAssets.any(Asset.of(\"outside\")));"
      + "d.task(\"a\").produces(Asset.of(\"inside\")).exec(ctx -> note(\"first\", ctx.run()));";
  private static final String INSIDE = "d.runOn(OnAssets.any(Asset.of(\"inside\")));"
      + "d.task(\"a\").exec(ctx -> note(\"second\", ctx.run()));";

  private AssetLatency() {}

  static void run(Database database, int seconds) throws IOException, SQLException, InterruptedException {
    long rest = TimeUnit.SECONDS.toNanos(1) / (A_SECOND * 4);
    double[] before = DatabaseBaseline.commitMillis(database, 1000, rest);
    Path file = Files.createTempFile("tidemill-asset-latency", ".txt");
    int warmUp = 10 * A_SECOND;
    int events = seconds * A_SECOND + warmUp;
    long[] committed = new long[events + 1];
    try (Cluster cluster = new Cluster(database)) {
      cluster.deploy("Second.java", SOURCE.formatted("Second", file, INSIDE));
      cluster.deploy("First.java", SOURCE.formatted("First", file, OUTSIDE));
      DagDirectory directory = new DagDirectory(cluster.store().catalog(), cluster.store().partitions());
      Catalog.Dag asset = directory.findOrCreate(Links.asset("outside"));
      awaitSubscriber(cluster, asset);
      awaitSubscriber(cluster, directory.findOrCreate(Links.asset("inside")));
      long next = System.nanoTime();
      for (int event = 1; event <= events; event++) {
        for (long now = System.nanoTime(); now < next; now = System.nanoTime()) {
          LockSupport.parkNanos(next - now);
        }
        next += TimeUnit.SECONDS.toNanos(1) / A_SECOND;
        int number = event;
        cluster.commands()
            .submit(asset, new CommandId("event-" + event), new RecordAssetEvent(asset.number(), "benchmark", ""),
                RequestOrigin.here("benchmark"))
            .thenAccept(_ -> committed[number] = System.nanoTime());
      }
      Map<String, Map<Long, Long>> bodies = read(file);
      while (Objects.requireNonNull(bodies.get("second")).size() < events) {
        Thread.sleep(50);
        bodies = read(file);
      }
      QuietDatabase.await(cluster);
      tell(database, before, DatabaseBaseline.commitMillis(database, 1000, rest), starts(bodies, committed, warmUp),
          hops(bodies, warmUp));
    } finally {
      Files.delete(file);
    }
  }

  private static void awaitSubscriber(Cluster cluster, Catalog.Dag asset) throws InterruptedException {
    Boolean subscribed = false;
    while (subscribed == null || !subscribed) {
      subscribed = cluster.node().inspect(asset.partition(), state -> {
        DagState known = state.dags().get(asset.number());
        AssetState it = known == null ? null : known.links().assetOrNull();
        return it != null && !it.subscribers().isEmpty();
      });
      Thread.sleep(1);
    }
  }

  private static List<Double> starts(Map<String, Map<Long, Long>> bodies, long[] committed, int warmUp) {
    List<Double> starts = new ArrayList<>();
    Objects.requireNonNull(bodies.get("first")).forEach((run, at) -> {
      if (run > warmUp) {
        starts.add((at - committed[run.intValue()]) / 1e6);
      }
    });
    return starts;
  }

  private static List<Double> hops(Map<String, Map<Long, Long>> bodies, int warmUp) {
    List<Double> hops = new ArrayList<>();
    Objects.requireNonNull(bodies.get("second")).forEach((run, at) -> {
      Long first = Objects.requireNonNull(bodies.get("first")).get(run);
      if (run > warmUp && first != null) {
        hops.add((at - first) / 1e6);
      }
    });
    return hops;
  }

  private static void tell(Database database, double[] before, double[] after, List<Double> starts,
      List<Double> hops) {
    double commit = (Latency.percentile(before, 50) + Latency.percentile(after, 50)) / 2;
    double[] start = Latency.sorted(starts);
    double[] hop = Latency.sorted(hops);
    new ResultLine("asset-latency", database.name()).put("eventsPerSecond", A_SECOND)
        .put("commitP50Ms", commit)
        .put("eventToStartP50Ms", Latency.percentile(start, 50))
        .put("eventToStartP99Ms", Latency.percentile(start, 99))
        .put("eventToStartP50Commits", Latency.percentile(start, 50) / commit)
        .put("eventToStartP99Commits", Latency.percentile(start, 99) / commit)
        .put("bodyToBodyP50Ms", Latency.percentile(hop, 50))
        .put("bodyToBodyP99Ms", Latency.percentile(hop, 99))
        .put("bodyToBodyP50Commits", Latency.percentile(hop, 50) / commit)
        .print(System.out);
  }

  private static Map<String, Map<Long, Long>> read(Path file) throws IOException {
    Map<String, Map<Long, Long>> bodies = new HashMap<>(Map.of("first", new HashMap<>(), "second", new HashMap<>()));
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ");
      if (words.length == 3) {
        Objects.requireNonNull(bodies.get(words[0])).put(Long.valueOf(words[1]), Long.valueOf(words[2]));
      }
    }
    return bodies;
  }
}
