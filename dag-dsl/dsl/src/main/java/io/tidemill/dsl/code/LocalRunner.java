package io.tidemill.dsl.code;

import io.tidemill.dsl.Dag;
import java.io.PrintStream;
import java.util.List;

/// Runs a DAG in the process it was built in. [Dag#main] finds one by [java.util.ServiceLoader].
public interface LocalRunner {
  /// Runs the DAG once, as the arguments say.
  ///
  /// @param dag the DAG
  /// @param args arguments of the command line; their meaning is the runner's
  /// @param out where results go
  /// @param err where complaints go
  /// @return exit code: 0 for success, 1 for a failed run, 2 for bad arguments
  int run(Dag<?> dag, List<String> args, PrintStream out, PrintStream err);
}
