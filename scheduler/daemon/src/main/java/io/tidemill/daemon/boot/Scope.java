package io.tidemill.daemon.boot;

/// What an installation is opened for.
///
/// @param verb the verb it is opened for
/// @param work how much of the house it needs
/// @param trusted whether DAGs may be built in this process, because all code is that of its user
/// @param agents whether agents of other processes may connect
record Scope(String verb, Work work, boolean trusted, boolean agents) {}
