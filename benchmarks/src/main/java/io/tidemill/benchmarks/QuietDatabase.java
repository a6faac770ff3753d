package io.tidemill.benchmarks;

import io.tidemill.engine.state.PartitionState;

/// Waits until no run is active and the tables hold everything.
final class QuietDatabase {
  private QuietDatabase() {}

  static void await(Cluster cluster) throws InterruptedException {
    for (int partition = 0; partition < cluster.node().partitions(); partition++) {
      while (!settled(cluster, partition)) {
        Thread.sleep(1);
      }
    }
  }

  private static boolean settled(Cluster cluster, int partition) {
    Boolean idle = cluster.node().inspect(partition, QuietDatabase::idle);
    return idle != null && idle && cluster.node().projected(partition) == cluster.node().durable(partition);
  }

  private static boolean idle(PartitionState state) {
    return state.dags().values().stream().allMatch(dag -> dag.runs().isEmpty());
  }
}
