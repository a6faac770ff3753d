package io.tidemill.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.tidemill.dsl.Dag;
import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.AgentPort;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class ThreadedDriverTest {
  private final Store store = new MemoryStore(2, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), 2);
  private final SlowQuestions agents = new SlowQuestions();
  private final SchedulerNode node = new SchedulerNode("node", store, agents);

  /// Agents without a free slot. The loop's thread has to wait for that answer as long as the test wants.
  private static final class SlowQuestions implements AgentPort {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @Override public Capacity capacity() {
      return (wanted, demand) -> {
        if (Thread.currentThread().getName().startsWith("tidemill-loop")) {
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
        return Capacity.Grant.NONE;
      };
    }

    @Override public void perform(Effect effect, long epoch) {
      throw new IllegalStateException("Expected nothing to do without slots, but found " + effect);
    }

    @Override public void abandon(Effect effect) {
      // nothing was taken
    }

    @Override public @Nullable String name(long incarnation) {
      return null;
    }
  }

  /// A DAG of that partition whose runs are cancelled when the deadline is over.
  private Catalog.Dag dag(int partition, Duration deadline) {
    for (int i = 0;; i++) {
      Catalog.Dag dag = dags.findOrCreate("dag" + i);
      if (dag.partition() == partition) {
        new Deployments(store.catalog(), dags).deploy(Dag.define("dag" + i, d -> {
          d.runDeadline(deadline);
          d.task("a").exec(ctx -> {});
        }).graph(), "bundle", "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
        return Objects.requireNonNull(dags.find(dag.id()));
      }
    }
  }

  private static CommandReceived run(Catalog.Dag dag) {
    return new CommandReceived("start", new CreateRun(dag.number(), dag.active(), null,
        Value.inline("{}".getBytes(StandardCharsets.UTF_8), ""), new Trigger.Manual("test")));
  }

  /// A thread of a caller sets a timer in a partition that the loop has already passed in its present round.
  @Test void a_timer_set_behind_the_back_of_a_loop_that_looks_at_its_partitions_goes_off() throws InterruptedException {
    Catalog.Dag passed = dag(0, Duration.ofMillis(200));
    Catalog.Dag slow = dag(1, Duration.ofDays(1));
    node.acquire(IntStream.range(0, 2).boxed().toList(), System.currentTimeMillis());
    try (ThreadedDriver driver = new ThreadedDriver(node, 1, Duration.ZERO)) {
      driver.start();
      node.wakePartition(1);
      // A caller that comes for the first time counts as one in a hurry, and leaves the work to the loop.
      node.submitNow(Map.of(0, List.of(new Submission(new SlotsFreed(), List.of(), Completion.NONE))));
      await().until(() -> IntStream.range(0, 2).allMatch(each -> node.inputs(each) == 0 && node.settled(each)));

      node.submit(1, run(slow), List.of(), Completion.NONE);
      agents.asked.await();
      node.submitNow(Map.of(0, List.of(new Submission(run(passed), List.of(), Completion.NONE))));
      agents.answer.countDown();

      await().atMost(20, SECONDS).until(() -> {
        Boolean over = node.inspect(0, state -> state.dag(passed.number()).lastRun() == 1
            && (state.run(passed.number(), 1) == null || state.existing(passed.number(), 1).outcome() != null));
        return Boolean.TRUE.equals(over);
      });
    }
  }

  /// What wakes a parked thread for the end is taken by whatever it waits for just then.
  @Test void a_driver_ends_at_once_though_a_loop_waits_for_something_else_when_it_is_told()
      throws InterruptedException {
    Catalog.Dag slow = dag(1, Duration.ofDays(1));
    node.acquire(IntStream.range(0, 2).boxed().toList(), System.currentTimeMillis());
    ThreadedDriver driver = new ThreadedDriver(node, 1, Duration.ZERO);
    driver.start();
    node.submit(1, run(slow), List.of(), Completion.NONE);
    agents.asked.await();

    Thread closing = Thread.ofPlatform().start(driver::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    agents.answer.countDown();

    await().atMost(8, SECONDS).until(() -> !closing.isAlive());
  }
}
