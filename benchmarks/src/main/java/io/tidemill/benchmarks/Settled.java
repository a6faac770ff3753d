package io.tidemill.benchmarks;

import io.tidemill.engine.state.PartitionState;

/// Waits until no run is active and the tables hold everything.
final class Settled {
  private Settled() {}

  static void await(House house) throws InterruptedException {
    for (int partition = 0; partition < house.node().partitions(); partition++) {
      while (!settled(house, partition)) {
        Thread.sleep(1);
      }
    }
  }

  private static boolean settled(House house, int partition) {
    Boolean idle = house.node().inspect(partition, Settled::idle);
    return idle != null && idle && house.node().projected(partition) == house.node().durable(partition);
  }

  private static boolean idle(PartitionState state) {
    return state.dags().values().stream().allMatch(dag -> dag.runs().isEmpty());
  }
}
