package io.tidemill.api.service;

import io.tidemill.api.version.Deployed;
import io.tidemill.api.version.DeploymentView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the DAGs of a file known and active. Building a DAG runs user code, so this is not the scheduler's own work.
public interface BundleDeployer {
  /// Says what deploying a file would do. Its DAGs are built in processes of their own, twice, and must be the same. Nothing is
  /// stored.
  ///
  /// @throws RefusedException with the problems in the file
  DeploymentView plan(String name, byte[] content);

  /// Stores the file and makes its DAGs' versions active: all, or none. Blocks until that is durable.
  ///
  /// @param plan hash of the plan that was shown, null for whatever it is
  /// @throws RefusedException with the problems in the file, or because the plan no longer holds
  List<Deployed> deploy(String name, byte[] content, @Nullable String plan);
}
