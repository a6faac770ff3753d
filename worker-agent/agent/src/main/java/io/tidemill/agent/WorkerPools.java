package io.tidemill.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;

/// The pools of an agent: one for bodies that wait, one for those that compute, one for those with a process of their own.
final class WorkerPools {
  private final WorkerPool waiting;
  private final WorkerPool computing;
  private final WorkerPool isolated;

  WorkerPools(AgentConfig config, AttemptRunner runner) {
    this.waiting = new WorkerPool(config.slots(), runner, virtualThreads());
    this.computing = new WorkerPool(config.cpuSlots(), runner, platformThreads("tidemill-cpu-attempt-"));
    // Their threads only wait, but for pipes and processes, which hold a carrier.
    this.isolated = new WorkerPool(config.isolation().slots(), runner, platformThreads("tidemill-isolated-attempt-"));
  }

  /// Queues jobs whose runs are ready, in their order.
  void add(List<Job> jobs) {
    Map<Integer, List<Job>> sorted = new TreeMap<>();
    for (Job each : jobs) {
      sorted.computeIfAbsent(pool(each), _ -> new ArrayList<>(jobs.size())).add(each);
    }
    sorted.forEach((pool, some) -> all().get(pool).add(some));
  }

  List<WorkerPool> all() {
    return List.of(waiting, computing, isolated);
  }

  /// Takes no more jobs and lets the workers end.
  ///
  /// @return whether all have ended in time
  boolean close(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    boolean ended = true;
    for (WorkerPool each : all()) {
      ended &= each.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    return ended;
  }

  private static int pool(Job job) {
    DagCode.Entry entry = job.run().code().task(job.assignment().task());
    if (entry == null) {
      return 0;
    }
    return entry.node().isolated() ? 2 : entry.node().cpuBound() ? 1 : 0;
  }

  private static ThreadFactory virtualThreads() {
    return Thread.ofVirtual().name("tidemill-attempt-", 0).inheritInheritableThreadLocals(false).factory();
  }

  private static ThreadFactory platformThreads(String name) {
    return Thread.ofPlatform().name(name, 0).daemon().inheritInheritableThreadLocals(false).factory();
  }
}
