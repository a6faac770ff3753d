package io.tidemill.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.tidemill.runtime.port.Catalog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// What agents cost that have nothing to do: memory and processor of one agent, after it had a little, and processor of a scheduler with a
/// thousand agents, which are simulated by a process that says hello and sends heartbeats for each.
final class Idle {
  private static final int AGENTS = 1_000;
  private static final int SETTLE_SECONDS = 40;
  private static final int RUNS = 100;
  private static final String SOURCE = """
      import io.tidemill.dsl.*;

      class Idle {
        static Dag<?> dag() {
          return Dag.define("idle", d -> {
            var a = d.task("a").run(Integer.class, ctx -> 1);
            d.task("b").needs(a).exec((ctx, one) -> System.out.println(one));
          });
        }
      }
      """;
  private static final int SECONDS = 30;
  private static final OperatingSystemMXBean SYSTEM = ManagementFactory
      .getPlatformMXBean(OperatingSystemMXBean.class);

  private Idle() {}

  static void run(Database database) throws IOException, InterruptedException {
    try (Cluster cluster = new Cluster(database, true)) {
      Catalog.Dag dag = cluster.deploy("Idle.java", SOURCE).getFirst();
      for (int i = 0; i < RUNS; i++) {
        cluster.create(dag, "{}".getBytes(StandardCharsets.UTF_8));
      }
      QuietDatabase.await(cluster);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      long alone = cpu(cluster, false);
      long agent = cpu(cluster, true);
      long resident = residentBytes(cluster.agentPid());
      try (AgentJvm _ = AgentJvm.crowd(cluster.agentPort(), AGENTS)) {
        while (cluster.agents() < AGENTS + 1) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long crowded = cpu(cluster, false);
        new ResultLine("idle", database.name()).put("agentResidentMiB", resident / 1048576.0)
            .put("agentCores", agent / 1e9 / SECONDS)
            .put("schedulerCores", alone / 1e9 / SECONDS)
            .put("agents", AGENTS)
            .put("schedulerCoresWithAgents", crowded / 1e9 / SECONDS)
            .print(System.out);
      }
    }
  }

  /// Processor time of the agent or of this process over some seconds.
  private static long cpu(Cluster cluster, boolean agent) throws InterruptedException {
    long start = agent ? cluster.agentCpuNanos() : SYSTEM.getProcessCpuTime();
    TimeUnit.SECONDS.sleep(SECONDS);
    return (agent ? cluster.agentCpuNanos() : SYSTEM.getProcessCpuTime()) - start;
  }

  private static long residentBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("Expected the resident memory of process " + pid + ", but found none");
  }
}
