package io.tidemill.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/// Runs the benchmarks named on the command line, on the databases named there: `chains one-dag shards latency asset-latency waiting remote remote-latency idle stall schedules`, and
/// `h2 postgresql`. Without a name: all of them.
public final class BenchmarksMain {
  private static final List<String> DATABASES = List.of("h2", "postgresql");
  private static final List<String> BENCHMARKS = List.of("chains", "one-dag", "shards", "latency", "asset-latency",
      "waiting", "remote",
      "remote-latency", "idle", "stall", "schedules");

  private BenchmarksMain() {}

  public static void main(String[] args) throws IOException, SQLException, InterruptedException {
    List<String> asked = List.of(args);
    for (String name : asked) {
      if (!DATABASES.contains(name) && !BENCHMARKS.contains(name)) {
        System.err.println("Expected names of " + BENCHMARKS + " and " + DATABASES + ", but found '" + name + "'");
        System.exit(2);
      }
    }
    for (String benchmark : chosen(asked, BENCHMARKS)) {
      for (String name : chosen(asked, DATABASES)) {
        try (Database database = open(name)) {
          run(benchmark, database);
        }
      }
    }
    System.exit(0);
  }

  private static Database open(String name) throws IOException, SQLException {
    return name.equals("h2") ? new Embedded() : new Postgres();
  }

  private static List<String> chosen(List<String> asked, List<String> all) {
    List<String> chosen = all.stream().filter(asked::contains).toList();
    return chosen.isEmpty() ? all : chosen;
  }

  private static void run(String benchmark, Database database) throws IOException, SQLException, InterruptedException {
    switch (benchmark) {
      case "chains" -> Chains.run(database, 300, 2000, 5);
      case "one-dag" -> Chains.run(database, 1, 2000, 5);
      case "shards" -> ManyShards.run(database, 100_000, 5);
      case "latency" -> Latency.run(database, 20, false);
      case "asset-latency" -> AssetLatency.run(database, 20);
      case "remote" -> {
        try (Database other = open(database.name())) {
          Chains.compare(database, other, 300, 2000, 5);
        }
      }
      case "remote-latency" -> Latency.run(database, 20, true);
      case "idle" -> Idle.run(database);
      case "schedules" -> ManySchedules.run(database);
      case "waiting" -> WaitingInstances.run(database);
      case "stall" -> {
        ManyShardsStall.run(database, 100_000, 5);
        ManyShardsStall.run(database, 1_000_000, 3);
        ManyTasksStall.run(database, 1_000, 5);
        ManyTasksStall.run(database, 100_000, 5);
      }
      default -> throw new IllegalArgumentException(benchmark);
    }
  }
}
