package io.tidemill.agent.bundle;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.GraphJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The child process that builds the DAGs of a prepared bundle: reads its hash, file name and jar from standard input, a line each;
/// prints [#GRAPHS], then the canonical JSON of each DAG on a line of its own; or [#MEMORY]; or [#PROBLEM], then what is wrong.
/// What user code prints goes to standard error.
///
/// Needs nothing on its class path but this module and the DSL.
public final class GraphExtractor {
  static final String GRAPHS = "tidemill-graphs-1";
  static final String PROBLEM = "tidemill-problem-1";
  static final String MEMORY = "tidemill-memory-1";

  private GraphExtractor() {}

  /// Builds one bundle's DAGs and ends the process.
  ///
  /// @param orders orders of iteration to build them under, each `REVERSE,START`; none for the one that Java draws
  public static void main(String... orders) throws IOException {
    PrintStream answer = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    warmUp();
    BufferedReader request = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String hash = request.readLine();
    String name = request.readLine();
    String jar = request.readLine();
    // Without a bundle the parent has ended.
    if (hash != null && name != null && jar != null) {
      answer.print(built(new PreparedBundle(hash, name, Path.of(jar)), orders));
      answer.flush();
    }
    // User code may have started threads that would keep the process alive.
    Runtime.getRuntime().halt(0);
  }

  private static String built(PreparedBundle prepared, String... orders) {
    try {
      List<String> lines = new ArrayList<>(List.of(GRAPHS));
      if (orders.length == 0) {
        build(prepared, lines);
      }
      for (String order : orders) {
        String[] parts = order.split(",");
        new IterationOrder(Boolean.parseBoolean(parts[0]), Long.parseLong(parts[1])).apply();
        build(prepared, lines);
      }
      return String.join("\n", lines);
    } catch (Throwable e) {
      return ranOut(e) ? MEMORY : PROBLEM + "\n" + (e instanceof BundleException ? e.getMessage() : e.toString());
    }
  }

  private static void build(PreparedBundle prepared, List<String> lines) throws BundleException, IOException {
    try (LoadedBundle bundle = LoadedBundle.open(prepared)) {
      for (Dag<?> dag : DagFinder.find(bundle)) {
        lines.add(GraphJson.write(dag.graph()));
      }
    }
  }

  private static boolean ranOut(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /// Loads what every DAG needs, while there is nothing else to do.
  private static void warmUp() {
    GraphJson.write(Dag.define("warm-up", dag -> {
      var one = dag.task("one").run(Integer.class, ctx -> 1);
      dag.task("two").needs(one).exec((ctx, n) -> {});
    }).graph());
  }
}
