package io.tidemill.console.view;

import java.util.List;

/// Makes the DAGs of a file known and active. Building a DAG runs user code, so this is not the scheduler's own work.
@FunctionalInterface
public interface BundleDeployer {
  /// Blocks until the versions are durable.
  ///
  /// @throws RefusedException with the problems in the file
  List<Deployed> deploy(String name, byte[] content);
}
