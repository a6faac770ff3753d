package io.tidemill.daemon.boot;

import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.deploy.FileDeployer.ExtractionPolicy;

/// What a process is opened for.
///
/// @param verb the verb it is opened for
/// @param work the parts it starts
/// @param care how files deployed without a plan are built
/// @param agents whether agents of other processes may connect
record BootOptions(String verb, RunMode work, ExtractionPolicy care, boolean agents) {
  /// Whether other schedulers may share its database.
  boolean shares(DaemonConfig config) {
    return agents && !config.database().embedded();
  }
}
