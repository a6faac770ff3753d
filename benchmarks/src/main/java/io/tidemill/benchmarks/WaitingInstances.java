package io.tidemill.benchmarks;

import io.tidemill.engine.state.PartitionState;
import io.tidemill.runtime.CompiledGraphCache;
import io.tidemill.runtime.Recovery;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Ownership.Taken;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Memory and recovery: a million task instances that wait behind a first task which never got a slot.
final class WaitingInstances {
  private static final int LENGTH = 11;
  private static final int RUNS = 100_000;

  private WaitingInstances() {}

  static void run(Database database) throws IOException, SQLException, InterruptedException {
    try (Cluster cluster = new Cluster(database)) {
      List<Catalog.Dag> dags = cluster.deploy("Chains.java", Chains.source("waiting-", 300, LENGTH));
      cluster.takeNoWork();
      List<CompletableFuture<?>> accepted = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        accepted.add(
            cluster.create(dags.get(i % dags.size()), "{}".getBytes(StandardCharsets.UTF_8)));
      }
      accepted.forEach(CompletableFuture::join);
      accepted.clear();
      for (Catalog.Dag dag : dags) {
        cluster.commands().whenProjected(dag).join();
      }
    }
    List<Double> seconds = new ArrayList<>();
    long heap = 0;
    long instances = 0;
    for (int round = 0; round < 3; round++) {
      try (Store store = Stores.open(database.config())) {
        long empty = usedHeap();
        long start = System.nanoTime();
        List<PartitionState> states = recover(store);
        seconds.add((System.nanoTime() - start) / 1e9);
        heap = usedHeap() - empty;
        instances = states.stream()
            .flatMap(s -> s.dags().values().stream())
            .flatMap(d -> d.runs().values().stream())
            .mapToLong(run -> run.open())
            .sum();
      }
    }
    seconds.sort(null);
    new ResultLine("waiting", database.name()).put("instances", instances)
        .put("heapMiB", heap / 1024.0 / 1024)
        .put("recoverySeconds", seconds.get(seconds.size() / 2))
        .print(System.out);
  }

  private static List<PartitionState> recover(Store store) {
    CompiledGraphCache graphs = new CompiledGraphCache(store.catalog());
    List<PartitionState> states = new ArrayList<>();
    List<Taken> taken = store.ownership()
        .take(IntStream.range(0, store.partitions()).boxed().toList(), "recovery",
            (partition, epoch) -> new byte[0]);
    for (Taken one : taken) {
      Recovery recovery = new Recovery(graphs);
      if (!store.ownership().recover(one, recovery)) {
        throw new IllegalStateException("Expected to own partition " + one.partition());
      }
      states.add(recovery.state());
    }
    return states;
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
