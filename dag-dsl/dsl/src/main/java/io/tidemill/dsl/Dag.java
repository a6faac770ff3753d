package io.tidemill.dsl;

import io.tidemill.dsl.code.LocalRunner;
import io.tidemill.dsl.code.TaskCode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.text.MessageText;
import io.tidemill.dsl.text.NearestName;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/// A DAG: its graph as plain data, and the bodies of its tasks. Immutable and safe for use by several threads.
///
/// Building runs no body. The same code must build the same graph, whatever the time, zone, locale or machine, since the
/// bodies are found again by the ids of their tasks.
///
/// ```java
/// record Params(@Default("world") String name) {}
///
/// Dag<Params> dag() {
///   return Dag.define("hello", Params.class, d -> {
///     var text = d.task("greet").run(String.class, ctx -> "Hello, " + ctx.params().name());
///     d.task("print").needs(text).exec((ctx, it) -> ctx.log().info("{}", it));
///   });
/// }
/// ```
///
/// @param <P> the parameter record, [NoParams] for none
public final class Dag<P> {
  private final Graph graph;
  private final Class<P> params;
  private final Map<String, TaskCode> code;
  private final Map<String, SlotParams<P>> slotParams;

  Dag(Graph graph, Class<P> params, Map<String, TaskCode> code, Map<String, SlotParams<P>> slotParams) {
    this.graph = graph;
    this.params = params;
    this.code = code;
    this.slotParams = Map.copyOf(slotParams);
  }

  /// Declares a DAG whose runs take parameters.
  ///
  /// What `body` throws comes through unchanged; problems found until then are suppressed exceptions of it.
  ///
  /// @param id 1 to 200 of the characters `A-Z a-z 0-9 - _ .`, unique among the DAGs of an installation
  /// @param params a record whose components have types with a schema
  /// @param body declares the tasks; called once, at once, in this thread
  /// @throws InvalidDagException with all problems, if there are any
  public static <P extends Record> Dag<P> define(String id, Class<P> params, Consumer<? super DagBuilder<P>> body) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(params, "params");
    var build = new DagBuild(id);
    var place = SourceLocation.here();
    build.limits.name("id of the DAG", id, place);
    try {
      body.accept(new DagBuilder<>(build));
    } catch (RuntimeException | Error thrown) {
      if (!(thrown instanceof InvalidDagException) && !build.problems.isEmpty()) {
        thrown.addSuppressed(new InvalidDagException(id, build.problems.list()));
      }
      throw thrown;
    } finally {
      build.close();
    }
    return new GraphCompiler(build, place).dag(params);
  }

  /// Declares a DAG whose runs take no parameters. As [#define(String, Class, Consumer)].
  public static Dag<NoParams> define(String id, Consumer<? super DagBuilder<NoParams>> body) {
    return define(id, NoParams.class, body);
  }

  /// Id of the DAG.
  public String id() {
    return graph.dag();
  }

  /// The tasks, their edges and options.
  public Graph graph() {
    return graph;
  }

  /// Class of the parameter record.
  public Class<P> paramsType() {
    return params;
  }

  /// The body of a task: a [io.tidemill.dsl.code.ShardedCode] where the task is sharded.
  ///
  /// @throws IllegalArgumentException if there is no such task, or it is a join, which has no body
  public TaskCode code(String task) {
    var found = code.get(task);
    if (found == null) {
      var hint = NearestName.hint(task, code.keySet());
      throw new IllegalArgumentException("Expected a task with a body in DAG " + id() + ", but found none named "
          + MessageText.text(task) + (hint.isEmpty() ? "" : "; " + hint));
    }
    return found;
  }

  /// What makes the parameters of the run of a slot of a schedule.
  ///
  /// @throws IllegalArgumentException if the DAG has no schedule of that name
  public SlotParams<P> slotParams(String schedule) {
    var found = slotParams.get(schedule);
    if (found == null) {
      var hint = NearestName.hint(schedule, slotParams.keySet());
      throw new IllegalArgumentException("Expected a schedule of DAG " + id() + ", but found none named "
          + MessageText.text(schedule) + (hint.isEmpty() ? "" : "; " + hint));
    }
    return found;
  }

  /// Runs a DAG in this process, as the last line of a file that declares one:
  /// `void main(String... args) { Dag.main(dag(), args); }`
  ///
  /// With the test kit on the class path the DAG runs; without, its graph is printed. Ends the process with the runner's exit
  /// code unless that is 0.
  public static void main(Dag<?> dag, String... args) {
    var code = run(dag, Arrays.asList(args), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  static int run(Dag<?> dag, List<String> args, PrintStream out, PrintStream err) {
    var runner = ServiceLoader.load(LocalRunner.class).findFirst();
    if (runner.isPresent()) {
      return runner.get().run(dag, args, out, err);
    }
    Summary.print(dag.graph(), out);
    return 0;
  }

  @Override public String toString() {
    return "DAG " + id() + ", " + graph.tasks().size() + " tasks";
  }
}
