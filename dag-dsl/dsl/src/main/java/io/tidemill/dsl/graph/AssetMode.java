package io.tidemill.dsl.graph;

/// How many of several assets must have an event before a DAG runs.
public enum AssetMode {
  /// Each of them.
  ALL,
  /// One of them.
  ANY
}
