package io.tidemill.agent;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.PackedBytes;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.RunContext;
import io.tidemill.protocol.SchedulerLink;
import io.tidemill.protocol.WireValue;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Tells how many tasks a second an agent runs that do nothing: by hand, not as a test.
final class ThroughputProbe {
  private static final int TASKS = 400_000;
  private static final int WINDOW = 1_280;
  private static final String SOURCE = """
      import io.tidemill.dsl.*;
      Dag<NoParams> dag() {
        return Dag.define("probe", d -> {
          d.task("nothing").exec(ctx -> {});
          d.shard("shards").overRange(0, 1000000, 10).run(Long.class, (ctx, range) -> 1L);
        });
      }
      void main() {}
      """;

  private ThroughputProbe() {}

  public static void main(String... args) throws Exception {
    FakeScheduler store = new FakeScheduler();
    RunContext run = FakeScheduler.run("probe", store.store("Probe.java", SOURCE), "{}");
    Agent agent = new Agent(AgentConfig.of("probe", Files.createTempDirectory("probe")), why -> {});
    Semaphore window = new Semaphore(WINDOW);
    Semaphore shards = new Semaphore(0);
    SchedulerLink link = new Counting(store, window, shards);
    agent.start(link);
    for (int round = 1; round <= 5; round++) {
      long cpu = cpuNanos();
      long start = System.nanoTime();
      for (int sent = 0; sent < TASKS;) {
        window.acquire();
        int more = 1 + window.drainPermits();
        int part = Math.min(more, TASKS - sent);
        window.release(more - part);
        List<Assignment> batch = new ArrayList<>(part);
        for (int i = 0; i < part; i++) {
          batch.add(
              new Assignment.RunTask(run, new AttemptKey(7, 1, 0, 1, (long) round * TASKS + sent + i), "nothing", 0,
                  List.of()));
        }
        store.agent.assign(batch);
        sent += part;
      }
      window.acquire(WINDOW);
      window.release(WINDOW);
      tell("tasks", TASKS, start, cpu);
    }
    byte[] keys = packed("k");
    byte[] elements = packed("{\"from\":1,\"to\":2}");
    for (int round = 1; round <= 4; round++) {
      long cpu = cpuNanos();
      long start = System.nanoTime();
      store.agent.assign(List.of(new Assignment.RunShards(run, new AttemptKey(7, 1, 1, 0, -round), "shards", 0,
          List.of(new Assignment.ShardRange(0, 100_000, 1)), new WireValue(keys, 0, keys.length, ""),
          new WireValue(elements, 0, elements.length, ""), null, List.of())));
      shards.acquire(100_000);
      tell("shards", 100_000, start, cpu);
    }
    agent.close(Duration.ofSeconds(5));
  }

  private static byte[] packed(String prefix) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      all.add((prefix.equals("k") ? prefix + i : prefix).getBytes(StandardCharsets.UTF_8));
    }
    return PackedBytes.pack(all);
  }

  private static void tell(String what, int number, long start, long cpu) {
    double seconds = (System.nanoTime() - start) / 1e9;
    double cores = (cpuNanos() - cpu) / 1e9;
    System.out.printf("%,d %s: %,.0f a second, %,.0f a core second%n", number, what, number / seconds, number / cores);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /// Acknowledges and counts.
  private record Counting(FakeScheduler store, Semaphore window, Semaphore shards) implements SchedulerLink {
    @Override public void hello(io.tidemill.protocol.AgentHello hello,
        java.util.function.Supplier<List<io.tidemill.protocol.InventoryItem>> held,
        io.tidemill.protocol.AgentLink agent) {
      store.hello(hello, held, agent);
    }

    @Override public void predecessorLost(long incarnation) {
      throw new AssertionError("Expected a fresh agent");
    }

    @Override public void draining() {
      // Nothing more is assigned anyway.
    }

    @Override public void serving() {
      throw new AssertionError("Expected an agent that never drains");
    }

    @Override public void report(long batch, List<Report> reports) {
      int ended = 0;
      for (Report each : reports) {
        switch (each) {
          case Report.Succeeded _ -> ended++;
          case Report.ShardsEnded part -> {
            shards.release(part.indexes().length);
            if (!part.failed().isEmpty()) {
              throw new AssertionError(part.failed().getFirst());
            }
          }
          case Report.Started _ -> {}
          default -> throw new AssertionError(each);
        }
      }
      store.agent.acknowledge(batch);
      window.release(ended);
    }

    @Override public byte[] value(long id) throws java.io.IOException {
      return store.value(id);
    }

    @Override public io.tidemill.protocol.BundleFile bundle(String hash) throws java.io.IOException {
      return store.bundle(hash);
    }

    @Override public void log(io.tidemill.protocol.LogChunk chunk) {
      store.log(chunk);
    }

    @Override public void progress(AttemptKey key, int shard, long done, long total) {
      store.progress(key, shard, done, total);
    }

    @Override public void disconnect() {
      store.disconnect();
    }
  }
}
