package io.tidemill.dsl.graph;

import java.util.List;

/// An edge into a task.
///
/// @param from id of the task the edge comes from
/// @param kind what is taken over the edge
/// @param variants simple names of the sealed variants for which this edge is open; empty: open for every result. A closed
///     edge counts as a skipped upstream.
public record EdgeNode(String from, EdgeKind kind, List<String> variants) {
  public EdgeNode {
    variants = List.copyOf(variants);
  }
}
