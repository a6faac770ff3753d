package io.tidemill.daemon.boot;

import io.tidemill.daemon.deploy.FileDeployer.Care;

/// What an installation is opened for.
///
/// @param verb the verb it is opened for
/// @param work how much of the house it needs
/// @param care how files are built that are deployed without a plan
/// @param agents whether agents of other processes may connect
record Scope(String verb, Work work, Care care, boolean agents) {}
