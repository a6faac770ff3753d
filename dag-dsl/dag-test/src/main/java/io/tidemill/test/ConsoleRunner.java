package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.code.LocalRunner;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.UnsupportedFeature;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.engine.state.Trigger;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Runs a DAG once from the command line, in this process and thread. Arguments are parameters as `name=value`. Waits for retries
/// are skipped by the virtual clock.
public final class ConsoleRunner implements LocalRunner {
  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1;
  private static final int BAD_ARGUMENTS = 2;

  /// For [java.util.ServiceLoader].
  public ConsoleRunner() {}

  @Override public int run(Dag<?> dag, List<String> args, PrintStream out, PrintStream err) {
    List<UnsupportedFeature> unsupported = UnsupportedFeature.of(dag.graph());
    if (!unsupported.isEmpty()) {
      unsupported.forEach(err::println);
      return BAD_ARGUMENTS;
    }
    try {
      return execute(dag, args, out, err);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return BAD_ARGUMENTS;
    }
  }

  private static <P> int execute(Dag<P> dag, List<String> pairs, PrintStream out, PrintStream err) {
    P params = new RunParams<>(dag).of(pairs);
    out.println("DAG " + dag.id() + ", " + dag.graph().tasks().size() + " tasks, " + params);
    Stubs script = new Stubs(dag, CompiledGraph.of(1, "local", dag.graph()));
    VirtualScheduler scheduler = VirtualScheduler.ofRun(VirtualScheduler.START,
        Runtime.getRuntime().availableProcessors(), 0, out);
    VirtualRun<?> run = scheduler.create(scheduler.add(dag, script), new Trigger.Manual("test"), params, List.of());
    DagResult result = scheduler.toEnd(run);
    for (TaskNode task : dag.graph().tasks()) {
      Optional<Throwable> failure = task.kind() == TaskKind.JOIN ? Optional.empty() : result.failure(task.id());
      out.printf("%-16s %s%n", result.state(task.id()), task.id());
      failure.filter(f -> result.state(task.id()).failed()).ifPresent(f -> f.printStackTrace(err));
    }
    Duration elapsed = result.elapsed();
    out.println("Run " + result.status() + (elapsed.isZero() ? "" : " after " + elapsed + " of virtual time"));
    return result.status() == RunOutcome.SUCCESS || result.status() == RunOutcome.SKIPPED ? SUCCEEDED : FAILED;
  }
}
