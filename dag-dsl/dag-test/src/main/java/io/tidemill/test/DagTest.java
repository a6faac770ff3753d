package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Slot;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.UnsupportedFeature;
import io.tidemill.engine.state.Trigger;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs a DAG in a test: bodies are executed for real unless they are stubbed, one after the other in this thread, and time is
/// virtual, so a retry after an hour costs nothing.
///
/// ```java
/// Dag<NoParams> dag = Dag.define("greeting", d -> {
///   var name = d.task("name").run(String.class, ctx -> Files.readString(Path.of("name.txt")));
///   d.task("greet").needs(name).retry(Retry.attempts(2)).run(String.class, (ctx, it) -> "Hello, " + it);
/// });
///
/// DagResult result = DagTest.of(dag).stub("name", "Ada").fail("greet", new IOException("no paper"), 1).run();
///
/// assertEquals(RunOutcome.SUCCESS, result.status());
/// assertEquals(2, result.attempts("greet"));
/// assertEquals("Hello, Ada", result.result("greet", String.class));
/// ```
///
/// Parameters, results and elements pass from body to body as they do with a server: written as JSON and read anew. So a value that
/// cannot travel fails the task here as well, and what a body changes in its input is changed for itself alone.
///
/// [#at] tests the DAG's schedules, and [SchedulerTest] several DAGs that depend on each other.
///
/// Bodies of `isolated()` tasks run in this process too, so one that exits ends the test.
///
/// The same test with the same seed does the same every time. Not safe for use by several threads.
///
/// @param <P> the DAG's parameter record
public final class DagTest<P> {
  /// As often as it is tried.
  public static final int ALWAYS = Integer.MAX_VALUE;

  private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream(), false,
      StandardCharsets.UTF_8);

  private final Dag<P> dag;
  private final Stubs script;
  private @Nullable P params;
  private PrintStream out = SILENT;
  private int slots = 8;
  private long seed;

  private DagTest(Dag<P> dag) {
    this.dag = dag;
    script = new Stubs(dag, CompiledGraph.of(1, "local", dag.graph()));
  }

  /// A test of that DAG.
  ///
  /// @throws IllegalArgumentException with all of them if the DAG declares features that this build does not act on
  public static <P> DagTest<P> of(Dag<P> dag) {
    List<UnsupportedFeature> unsupported = UnsupportedFeature.of(dag.graph());
    if (!unsupported.isEmpty()) {
      throw new IllegalArgumentException(
          unsupported.stream().map(UnsupportedFeature::toString).collect(Collectors.joining("\n")));
    }
    return new DagTest<>(dag);
  }

  /// The parameters of the run. Without them every parameter takes its default.
  public DagTest<P> params(P values) {
    params = values;
    return this;
  }

  /// Gives a task this result instead of executing its body.
  ///
  /// @throws IllegalArgumentException if there is no such task, it is sharded, or the result is not of its type
  public DagTest<P> stub(String task, @Nullable Object result) {
    script.stub(task, null, result);
    return this;
  }

  /// Gives a shard this result instead of executing its body.
  ///
  /// @throws IllegalArgumentException if there is no such sharded task, or the result is not of its type
  public DagTest<P> stubShard(String task, String key, @Nullable Object result) {
    script.stub(task, Objects.requireNonNull(key, "key"), result);
    return this;
  }

  /// Lets every attempt of a task fail with this exception.
  public DagTest<P> fail(String task, Throwable failure) {
    return fail(task, failure, ALWAYS);
  }

  /// Lets the first attempts of a task fail with this exception. (Of a sharded task: the attempts to expand it.)
  ///
  /// @param times how many attempts, at least 1
  public DagTest<P> fail(String task, Throwable failure, int times) {
    script.fail(task, null, failure, times);
    return this;
  }

  /// Lets every attempt of a shard fail with this exception.
  public DagTest<P> failShard(String task, String key, Throwable failure) {
    return failShard(task, key, failure, ALWAYS);
  }

  /// Lets the first attempts of a shard fail with this exception.
  ///
  /// @param times how many attempts, at least 1
  public DagTest<P> failShard(String task, String key, Throwable failure, int times) {
    script.fail(task, Objects.requireNonNull(key, "key"), failure, times);
    return this;
  }

  /// How long each attempt of a task, or of each of its shards, takes by the virtual clock. Nothing by default.
  public DagTest<P> takes(String task, Duration duration) {
    script.takes(task, duration);
    return this;
  }

  /// How many attempts run at a time, 8 by default.
  public DagTest<P> slots(int atATime) {
    if (atATime < 1) {
      throw new IllegalArgumentException("Expected at least 1 slot, but found " + atATime);
    }
    slots = atATime;
    return this;
  }

  /// Decides about everything random: the jitter of retries. 0 by default.
  public DagTest<P> seed(long value) {
    seed = value;
    return this;
  }

  /// Prints what happens while it happens. Nothing is printed by default.
  public DagTest<P> print(PrintStream to) {
    out = Objects.requireNonNull(to, "to");
    return this;
  }

  /// Sets the virtual clock, so that the schedules of the DAG can be tested.
  ///
  /// @param time a date or a local time in the zone of the DAG's first schedule, such as `2026-03-28` or `2026-03-28T02:00`, or
  ///     an instant such as `2026-03-28T01:00:00Z`
  /// @throws IllegalArgumentException if the DAG has no schedule, or it is not such a time
  public ScheduleTest<P> at(String time) {
    return new ScheduleTest<>(dag, this, ScheduleTest.instant(dag, time));
  }

  /// As [#at(String)].
  public ScheduleTest<P> at(Instant time) {
    return new ScheduleTest<>(dag, this, time);
  }

  /// Runs the DAG to its end.
  ///
  /// @throws IllegalArgumentException if parameters are missing, or such that a scheduler would refuse them
  /// @throws IllegalStateException if a shard that was stubbed or was to fail never came up
  public DagResult run() {
    RunParams<P> all = new RunParams<>(dag);
    return run(params != null ? all.of(params) : all.of(List.of()), null, VirtualScheduler.START, List.of());
  }

  DagResult run(@Nullable P given, @Nullable Slot slot, long start, List<String> over) {
    VirtualScheduler scheduler = VirtualScheduler.ofRun(start, slots, seed, out);
    VirtualDag<P> added = scheduler.add(dag, script.alone());
    Trigger trigger = slot == null ? new Trigger.Manual("test") : VirtualDag.trigger(slot);
    DagResult result = scheduler.toEnd(scheduler.create(added, trigger, given, over));
    List<String> unused = added.script().neverSeen();
    if (!unused.isEmpty()) {
      throw new IllegalStateException("Expected every shard named by the test to come up, but these did not: "
          + String.join(", ", unused) + "\n" + result.story());
    }
    return result;
  }

  Dag<P> dag() {
    return dag;
  }

  /// Puts the DAG, with what this test says of it, on a scheduler.
  void addTo(VirtualScheduler scheduler) {
    scheduler.add(dag, script.alone());
  }
}
