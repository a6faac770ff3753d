package io.tidemill.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.tidemill.runtime.port.Catalog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Many schedules on one scheduler: 100,000 of 1,000 DAGs, of which 10,000 are due at each minute. How long it takes until all of these have
/// their run, in how many transactions, how soon a run starts that is asked for by hand in the middle of it, and what
/// schedules cost that are not due. With Quartz, and with the driver alone.
final class ManySchedules {
  private static final int DAGS = 1_000;
  private static final int SCHEDULES = 100;
  private static final int DUE = 10;
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 3;
  private static final int BY_HAND = 5;
  private static final int REST_SECONDS = 20;
  private static final long MINUTE = 60_000;
  private static final OperatingSystemMXBean SYSTEM = ManagementFactory
      .getPlatformMXBean(OperatingSystemMXBean.class);
  private static final String SOURCE = """
      class Chain {
        static Dag<?> dag(String id) {
          return Dag.define(id, d -> {
            for (int i = 0; i < %d; i++) {
              d.schedule("s" + i, Cron.of(i < %d ? "* * * * *" : i %% 60 + " " + i %% 24 + " 1 1 *", "Europe/Berlin"));
            }
            d.overlap(Overlap.allow(100));
            d.task("t").exec(ctx -> { });
          });
        }
      }
      """.formatted(SCHEDULES, DUE);
  private static final String BY_HAND_SOURCE = """
      import io.tidemill.dsl.*;
      import java.io.*;
      import java.nio.file.*;

      class ByHand {
        record Params(String file, long at) {}

        static synchronized void note(Params params) {
          try {
            Files.writeString(Path.of(params.file()), (System.nanoTime() - params.at()) + "\\n", StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        Dag<?> dag() {
          return Dag.define("by-hand", Params.class, d -> d.task("t").exec(ctx -> note(ctx.params())));
        }
      }
      """;

  private ManySchedules() {}

  static void run(Database database) throws IOException, SQLException, InterruptedException {
    for (boolean quartz : new boolean[]{true, false}) {
      run(database, quartz);
    }
  }

  private static void run(Database database, boolean quartz) throws IOException, SQLException, InterruptedException {
    try (Cluster cluster = new Cluster(database, false, quartz)) {
      long empty = usedHeap();
      List<Catalog.Dag> dags = cluster.deploy("Scheduled.java", source());
      Catalog.Dag byHand = cluster.deploy("ByHand.java", BY_HAND_SOURCE).getFirst();
      QuietDatabase.await(cluster);
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        long minute = (System.currentTimeMillis() / MINUTE + 1) * MINUTE;
        boundary(cluster, database, dags, byHand, minute, quartz, round);
      }
      long before = System.currentTimeMillis() / MINUTE;
      long cpu = SYSTEM.getProcessCpuTime();
      long transactions = database.transactions();
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      double cores = (SYSTEM.getProcessCpuTime() - cpu) / 1e9 / REST_SECONDS;
      transactions = database.transactions() - transactions;
      if (System.currentTimeMillis() / MINUTE != before) {
        throw new IllegalStateException("Expected a rest between two minutes, but the last one took too long");
      }
      new ResultLine("schedules-rest", database.name()).put("timer", quartz ? "quartz" : "driver")
          .put("schedules", DAGS * SCHEDULES)
          .put("cores", cores)
          .put("transactions", transactions)
          .put("heapMiB", (usedHeap() - empty) / 1048576.0)
          .print(System.out);
    }
  }

  private static String source() {
    String source = Chains.source("scheduled-" + System.nanoTime() + "-", DAGS, 1);
    return source.substring(0, source.indexOf("class Chain {")) + SOURCE;
  }

  private static void boundary(Cluster cluster, Database database, List<Catalog.Dag> dags, Catalog.Dag byHand,
      long minute, boolean quartz, int round) throws IOException, SQLException, InterruptedException {
    Path file = Files.createTempFile("tidemill-by-hand", ".txt");
    long runs = runs(cluster, dags);
    long wanted = runs + (long) DAGS * DUE;
    UsageDelta start = UsageDelta.start(database);
    long commits = cluster.node().commits();
    for (long now = System.currentTimeMillis(); now < minute; now = System.currentTimeMillis()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.max(1, minute - now)));
    }
    long begin = System.nanoTime();
    long first = 0;
    int asked = 0;
    while (runs < wanted) {
      if (asked < BY_HAND && System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(asked * 50L)) {
        cluster.create(byHand, ("{\"file\":\"" + file + "\",\"at\":" + System.nanoTime() + "}")
            .getBytes(StandardCharsets.UTF_8));
        asked++;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      long now = runs(cluster, dags);
      first = first == 0 && now > runs ? System.nanoTime() : first;
      runs = now;
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(40)) {
        throw new IllegalStateException("Expected " + wanted + " runs, but there are " + runs + " after 40 s");
      }
    }
    while (!durable(cluster)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    long created = System.nanoTime();
    long createdCommits = cluster.node().commits() - commits;
    UsageDelta used = UsageDelta.now(database).since(start);
    for (; asked < BY_HAND; asked++) {
      cluster.create(byHand, ("{\"file\":\"" + file + "\",\"at\":" + System.nanoTime() + "}")
          .getBytes(StandardCharsets.UTF_8));
    }
    QuietDatabase.await(cluster);
    long quiet = System.nanoTime();
    UsageDelta all = UsageDelta.now(database).since(start);
    double slowest = Files.readAllLines(file).stream().mapToDouble(line -> Long.parseLong(line) / 1e6).max().orElse(-1);
    Files.delete(file);
    if (round >= 0) {
      new ResultLine("schedules", database.name()).put("timer", quartz ? "quartz" : "driver")
          .put("schedules", DAGS * SCHEDULES)
          .put("due", DAGS * DUE)
          .put("firstRunMs", (first - begin) / 1e6)
          .put("allRunsDurableMs", (created - begin) / 1e6)
          .put("journalCommits", createdCommits)
          .put("writeTransactions", used.transactions())
          .put("slowestStartByHandMs", slowest)
          .put("allEndedMs", (quiet - begin) / 1e6)
          .put("writeTransactionsUntilAllEnded", all.transactions())
          .put("cpuMs", all.cpuNanos() / 1e6)
          .print(System.out);
    }
  }

  private static long runs(Cluster cluster, List<Catalog.Dag> dags) {
    long[] runs = new long[1];
    for (int partition = 0; partition < cluster.node().partitions(); partition++) {
      int number = partition;
      cluster.node()
          .inspect(partition, state -> {
            for (Catalog.Dag dag : dags) {
              if (dag.partition() == number) {
                runs[0] += state.dag(dag.number()).lastRun();
              }
            }
            return runs;
          });
    }
    return runs[0];
  }

  private static boolean durable(Cluster cluster) {
    for (int partition = 0; partition < cluster.node().partitions(); partition++) {
      if (!cluster.node().settled(partition)) {
        return false;
      }
    }
    return true;
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
