package io.tidemill.gateway;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemill.dsl.Dag;
import io.tidemill.engine.reply.Reply;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.StopReason;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.ThreadedDriver;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How long 1,000 agents with 10,000 active runs take to be known again after the scheduler was started again. Run by name; it
/// prints what it measured.
class ReconnectProbe {
  private static final int AGENTS = 1_000;
  private static final int RUNS = 10_000;
  private static final int SLOTS = 20;
  private static final int DAGS = 200;
  private static final int PARTITIONS = 64;

  private final Store store = new MemoryStore(PARTITIONS, InstantSource.system());

  /// An agent that only keeps what it is given.
  private record Keeper(AgentHello hello, Map<AttemptKey, Integer> has) implements AgentLink {
    Keeper(int number) {
      this(new AgentHello("agent" + number, 1_000 + number, SLOTS, 0, List.of(), List.of(AgentHello.DEFAULT_QUEUE), 0),
          new ConcurrentHashMap<>());
    }

    @Override public void assign(List<Assignment> assignments) {
      assignments.forEach(each -> has.merge(each.key(), 1, Integer::sum));
    }

    @Override public void stop(AttemptKey key, StopReason reason) {
      throw new AssertionError("Expected nothing to be stopped");
    }

    @Override public void release(List<AttemptKey> keys) {
      // Nothing is taken back here.
    }

    @Override public void acknowledge(long batch) {
      // Nothing is reported.
    }

    @Override public void opened() {
      // Nothing is said again.
    }

    @Override public void cutOff() {
      // It has no heartbeat.
    }
  }

  /// One process of the scheduler.
  private final class Process implements AutoCloseable {
    final DagDirectory dags = new DagDirectory(store.catalog(), PARTITIONS);
    final Gateway gateway = new Gateway(dags);
    final SchedulerNode node = new SchedulerNode("probe", store, gateway);
    final ThreadedDriver driver = new ThreadedDriver(node, 2, Duration.ofMillis(5));

    Process() {
      gateway.serve(node);
      node.acquire(IntStream.range(0, PARTITIONS).boxed().toList(), System.currentTimeMillis());
      driver.start();
    }

    void open(Keeper agent, boolean returning) {
      List<InventoryItem> held = agent.has().keySet().stream().map(key -> new InventoryItem(key, 1)).toList();
      gateway.connect("10.0.0.1", () -> {}).open(agent.hello(), returning, held, answer -> {}, agent);
    }

    int busy() {
      return gateway.agents().stream().mapToInt(AgentInfo::busy).sum();
    }

    @Override public void close() {
      driver.close();
    }
  }

  @Test void agents_are_known_again_within_seconds() {
    List<Keeper> agents = IntStream.range(0, AGENTS).mapToObj(Keeper::new).toList();
    try (Process first = new Process()) {
      agents.forEach(agent -> first.open(agent, false));
      List<CompletableFuture<Reply>> created = new ArrayList<>();
      for (int i = 0; i < RUNS; i++) {
        Catalog.Dag dag = i < DAGS ? deploy(first, i) : Objects.requireNonNull(first.dags.find("dag" + i % DAGS));
        created.add(TestRuns.create(first.node, dag));
      }
      created.forEach(CompletableFuture::join);
      await().atMost(1, MINUTES).until(() -> agents.stream().mapToInt(each -> each.has().size()).sum() == RUNS);
    }
    // Everybody has lost one of what was given.
    agents.forEach(each -> each.has().keySet().stream().findFirst().ifPresent(each.has()::remove));
    try (Process second = new Process()) {
      long began = System.nanoTime();
      agents.parallelStream().forEach(agent -> second.open(agent, true));
      long opened = System.nanoTime();
      await().atMost(5, MINUTES).pollInterval(Duration.ofMillis(10)).until(() -> second.busy() == RUNS);
      await().atMost(5, MINUTES).until(() -> agents.stream().mapToInt(each -> each.has().size()).sum() == RUNS);
      long settled = System.nanoTime();
      System.out.printf("%d agents, %d runs: opened after %d ms, all known after %d ms%n", AGENTS, RUNS,
          (opened - began) / 1_000_000, (settled - began) / 1_000_000);
      assertThat(Duration.ofNanos(settled - began)).isLessThan(Duration.ofSeconds(30));
    }
  }

  private static Catalog.Dag deploy(Process process, int number) {
    String id = "dag" + number;
    Dag<?> dag = Dag.define(id, d -> {
      var last = d.task("t0").exec(ctx -> {});
      for (int i = 1; i < 5; i++) {
        last = d.task("t" + i).after(last).exec(ctx -> {});
      }
    });
    new Deployments(process.node.store().catalog(), process.dags).deploy(dag.graph(), "b".repeat(64), "Nothing.java",
        "class Nothing {}".getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(process.dags.find(id));
  }
}
