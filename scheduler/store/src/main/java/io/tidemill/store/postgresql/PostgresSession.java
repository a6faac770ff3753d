package io.tidemill.store.postgresql;

/// A session of the server.
///
/// @param started when it started, as the server writes it: process ids come again
record PostgresSession(int process, String started) {}
