package io.tidemill.benchmarks;

import io.tidemill.runtime.port.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Throughput: many active runs of ten chained tasks that do nothing, over many DAGs and over one.
final class Chains {
  private static final int LENGTH = 10;
  /// Rounds until the compiler has seen the code as often as it will; the ceiling's loop is compiled within its own.
  private static final int WARM_UPS = 20;
  private static final byte[] NO_PARAMS = "{}".getBytes(StandardCharsets.UTF_8);

  private Chains() {}

  /// Source of DAGs that are chains.
  static String source(String prefix, int dags, int length) {
    StringBuilder source = new StringBuilder("import io.tidemill.dsl.*;\n");
    for (int i = 0; i < dags; i++) {
      source.append("class C")
          .append(i)
          .append(" { Dag<?> dag() { return Chain.dag(\"")
          .append(prefix)
          .append(i)
          .append("\"); } }\n");
    }
    return source.append("""
        class Chain {
          static Dag<?> dag(String id) {
            return Dag.define(id, d -> {
              var last = d.task("t0").exec(ctx -> { });
              for (int i = 1; i < %d; i++) {
                last = d.task("t" + i).after(last).exec(ctx -> { });
              }
            });
          }
        }
        """.formatted(length)).toString();
  }

  static void run(Database database, int dags, int runs, int rounds)
      throws IOException, SQLException, InterruptedException {
    List<Double> ratios = new ArrayList<>();
    ResultLine best = new ResultLine("chains", database.name());
    try (Cluster cluster = new Cluster(database)) {
      List<Catalog.Dag> deployed = cluster.deploy("Chains.java", source("chain-", dags, LENGTH));
      for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
        submit(cluster, deployed, runs);
      }
      for (int round = 0; round < rounds; round++) {
        double ceiling = DatabaseBaseline.tasksPerSecond(database, 100_000);
        UsageDelta start = UsageDelta.start(database);
        submit(cluster, deployed, runs);
        UsageDelta used = UsageDelta.now(database).since(start);
        int tasks = runs * LENGTH;
        double throughput = tasks / used.seconds();
        ratios.add(throughput / ceiling);
        best = used.perTask(new ResultLine("chains", database.name()).put("dags", dags)
            .put("runs", runs)
            .put("tasksPerSecond", throughput)
            .put("ceiling", ceiling)
            .put("ratio", throughput / ceiling), tasks);
        best.print(System.out);
      }
      ratios.sort(null);
      new ResultLine("chains-summary", database.name()).put("dags", dags)
          .put("ratioMedian", ratios.get(ratios.size() / 2))
          .put("replayed", Replay.check(cluster))
          .print(System.out);
    }
  }

  /// Throughput with an agent in a process of its own next to that with one in the scheduler's, in turns.
  static void compare(Database near, Database far, int dags, int runs, int rounds)
      throws IOException, SQLException, InterruptedException {
    List<Double> ratios = new ArrayList<>();
    try (Cluster inProcess = new Cluster(near); Cluster remote = new Cluster(far, true)) {
      String source = source("chain-", dags, LENGTH);
      List<Catalog.Dag> nearDags = inProcess.deploy("Chains.java", source);
      List<Catalog.Dag> farDags = remote.deploy("Chains.java", source);
      for (int round = -WARM_UPS; round < rounds; round++) {
        double nearRate = rate(inProcess, near, nearDags, runs, "in-process", round);
        double farRate = rate(remote, far, farDags, runs, "remote", round);
        if (round >= 0) {
          ratios.add(farRate / nearRate);
        }
      }
      ratios.sort(null);
      new ResultLine("remote-chains-summary", near.name()).put("dags", dags)
          .put("ratioMedian", ratios.get(ratios.size() / 2))
          .put("ratioLeast", ratios.getFirst())
          .put("replayed", Replay.check(remote))
          .print(System.out);
    }
  }

  private static double rate(Cluster cluster, Database database, List<Catalog.Dag> dags, int runs, String agent,
      int round)
      throws IOException, SQLException, InterruptedException {
    long agentCpu = cluster.agentCpuNanos();
    UsageDelta start = UsageDelta.start(database);
    submit(cluster, dags, runs);
    UsageDelta used = UsageDelta.now(database).since(start);
    int tasks = runs * LENGTH;
    double rate = tasks / used.seconds();
    if (round >= 0) {
      used.perTask(new ResultLine("remote-chains", database.name()).put("agent", agent)
          .put("dags", dags.size())
          .put("tasksPerSecond", rate)
          .put("agentCpuMicrosPerTask", (cluster.agentCpuNanos() - agentCpu) / 1e3 / tasks), tasks).print(System.out);
    }
    return rate;
  }

  private static void submit(Cluster cluster, List<Catalog.Dag> dags, int runs) throws InterruptedException {
    List<CompletableFuture<?>> accepted = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      accepted.add(cluster.create(dags.get(i % dags.size()), NO_PARAMS));
    }
    accepted.forEach(CompletableFuture::join);
    QuietDatabase.await(cluster);
  }
}
