package io.tidemill.agent.bundle;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.GraphJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The child process that builds the DAGs of a prepared bundle: prints [#GRAPHS], then the canonical JSON of each DAG on a line
/// of its own; or [#PROBLEM], then what is wrong. What user code prints goes to standard error.
///
/// Needs nothing on its class path but this module and the DSL.
public final class GraphExtractor {
  static final String GRAPHS = "tidemill-graphs-1";
  static final String PROBLEM = "tidemill-problem-1";

  private GraphExtractor() {}

  /// @param args hash, file name and jar of the prepared bundle
  public static void main(String... args) {
    PrintStream answer = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    String text;
    try (LoadedBundle bundle = LoadedBundle.open(new PreparedBundle(args[0], args[1], Path.of(args[2])))) {
      List<String> lines = new ArrayList<>(List.of(GRAPHS));
      for (Dag<?> dag : DagFinder.find(bundle)) {
        lines.add(GraphJson.write(dag.graph()));
      }
      text = String.join("\n", lines);
    } catch (OutOfMemoryError e) {
      text = PROBLEM + "\nout of memory while building the DAGs";
    } catch (Throwable e) {
      text = PROBLEM + "\n" + (e instanceof BundleException ? e.getMessage() : e.toString());
    }
    answer.print(text);
    answer.flush();
    // User code may have started threads that would keep the process alive.
    Runtime.getRuntime().halt(0);
  }
}
