package io.tidemill.api.service;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.api.error.RefusedException;
import io.tidemill.api.run.CancelRequest;
import io.tidemill.api.run.StartRequest;
import io.tidemill.dsl.Dag;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.Deployments;
import io.tidemill.runtime.LocalCommands;
import io.tidemill.runtime.LocalOwnerQueries;
import io.tidemill.runtime.NoAgents;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.StepResult;
import io.tidemill.runtime.TestRuns;
import io.tidemill.runtime.memory.MemoryStore;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The scheduler is stepped by hand, so the tables are exactly as far behind as a test says.
class RunServiceTest {
  private final Store store = new MemoryStore(1, InstantSource.system());
  private final DagDirectory dags = new DagDirectory(store.catalog(), 1);
  private final SchedulerNode node = new SchedulerNode("node", store, new NoAgents());
  private final Watched commands = new Watched(new LocalCommands(node));
  private final RunService runs = new RunService(node, commands, new LocalOwnerQueries(node), dags,
      new RequestResolver(dags, store, node.graphs()), List::of);

  /// Says when somebody waits for the tables.
  private static final class Watched implements Commands {
    private final Commands real;
    private final CountDownLatch waits = new CountDownLatch(1);
    private volatile @Nullable String outage;

    Watched(Commands real) {
      this.real = real;
    }

    @Override public CompletableFuture<Reply> submit(Catalog.Dag dag, CommandId id, Command command,
        RequestOrigin by) {
      return real.submit(dag, id, command, by);
    }

    @Override public @Nullable String outage() {
      return outage;
    }

    @Override public CompletableFuture<@Nullable Void> whenProjected(Catalog.Dag dag) {
      CompletableFuture<@Nullable Void> done = real.whenProjected(dag);
      waits.countDown();
      return done;
    }
  }

  private Catalog.Dag deployed() {
    new Deployments(store.catalog(), dags).deploy(Dag.define("one", d -> d.task("a").exec(ctx -> {})).graph(), "bundle",
        "bundle.jar", "code".getBytes(StandardCharsets.UTF_8));
    node.acquire(List.of(0), System.currentTimeMillis());
    return Objects.requireNonNull(dags.find("one"));
  }

  private void decideAndCommit() {
    while (node.stepPartition(0, System.currentTimeMillis(), 1)
        || node.stepWriter() == StepResult.WORKED) {
      // Does what there is.
    }
  }

  private void project() {
    while (node.stepProjector() == StepResult.WORKED) {
      // Writes what there is.
    }
  }

  @Test void whoever_is_told_that_a_run_has_ended_finds_it_ended() throws Exception {
    Catalog.Dag dag = deployed();
    CompletableFuture<Reply> created = TestRuns.create(node, dag);
    decideAndCommit();
    project();
    created.join();
    commands.submit(dag, new CommandId("first"),
        new CancelRun(dag.number(), 1, null), RequestOrigin.here("me"));
    decideAndCommit();
    assertThat(Objects.requireNonNull(store.queries().run(dag.number(), 1)).status()).as("in the tables")
        .isEqualTo(RunStatus.RUNNING);

    CompletableFuture<?> told = new CompletableFuture<>();
    Thread caller = Thread.ofVirtual().start(() -> {
      try {
        runs.cancel("one", 1, new CancelRequest(null, "second"));
        told.complete(null);
      } catch (RefusedException e) {
        told.completeExceptionally(e);
      }
    });
    while (!commands.waits.await(10, MILLISECONDS)) {
      assertThat(told).isNotDone();
      decideAndCommit();
    }
    assertThat(told).isNotDone();
    project();

    assertThatThrownBy(() -> told.get(60, SECONDS)).hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("has ended with CANCELLED");
    assertThat(Objects.requireNonNull(store.queries().run(dag.number(), 1)).status()).isEqualTo(RunStatus.CANCELLED);
    caller.join();
  }

  @Test void a_command_is_refused_within_seconds_while_the_database_takes_no_commits() {
    Catalog.Dag dag = deployed();
    commands.outage = "Connection refused";

    long begun = System.nanoTime();
    assertThatThrownBy(() -> runs.start(new StartRequest(dag.id(), null, null, null)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Connection refused")
        .satisfies(e -> assertThat(((RefusedException) e).kind()).isEqualTo(RefusedException.Kind.UNAVAILABLE));

    assertThat(System.nanoTime() - begun).isLessThan(SECONDS.toNanos(20));
  }
}
