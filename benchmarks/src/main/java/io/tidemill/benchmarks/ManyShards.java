package io.tidemill.benchmarks;

import io.tidemill.runtime.port.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Throughput: one task of many shards over a list, each of which does nothing, and a reduce over their results.
final class ManyShards {
  private static final String SOURCE = """
      import io.tidemill.dsl.*;
      import java.util.*;
      import java.util.stream.*;

      class ManyShards {
        Dag<?> dag() {
          return Dag.define("many-shards", d -> {
            var list = d.task("list").runAs(Types.listOf(Integer.class),
                ctx -> IntStream.range(0, %d).boxed().toList());
            var each = d.shard("each").over(list).key(i -> "k" + i).run(Integer.class, (ctx, i) -> i);
            d.task("sum").needs(each).run(Long.class,
                (ctx, shards) -> shards.results().mapToLong(Integer::longValue).sum());
          });
        }
      }
      """;

  private ManyShards() {}

  static void run(Database database, int shards, int rounds) throws IOException, SQLException, InterruptedException {
    List<Double> ratios = new ArrayList<>();
    byte[] expected = String.valueOf(shards * (shards - 1L) / 2).getBytes(StandardCharsets.UTF_8);
    try (Cluster cluster = new Cluster(database)) {
      Catalog.Dag dag = cluster.deploy("ManyShards.java", SOURCE.formatted(shards)).getFirst();
      for (int round = -1; round < rounds; round++) {
        double ceiling = DatabaseBaseline.tasksPerSecond(database, 100_000);
        UsageDelta start = UsageDelta.start(database);
        cluster.create(dag, "{}".getBytes(StandardCharsets.UTF_8)).join();
        QuietDatabase.await(cluster);
        UsageDelta used = UsageDelta.now(database).since(start);
        var tasks = cluster.store().queries().tasks(dag.number(), round + 2);
        if (!Arrays.equals(expected, tasks.getLast().output()) || tasks.get(1).shardsDone() != shards) {
          throw new IllegalStateException("Expected the sum of all shards, but found " + tasks);
        }
        if (round >= 0) {
          double throughput = shards / used.seconds();
          ratios.add(throughput / ceiling);
          used.perTask(new ResultLine("shards", database.name()).put("shards", shards)
              .put("shardsPerSecond", throughput)
              .put("ceiling", ceiling)
              .put("ratio", throughput / ceiling), shards).print(System.out);
        }
      }
      ratios.sort(null);
      new ResultLine("shards-summary", database.name()).put("ratioMedian", ratios.get(ratios.size() / 2))
          .put("replayed", Replay.check(cluster))
          .print(System.out);
    }
  }
}
