package io.tidemill.runtime;

/// Wants to know which runs changed in the query tables. Called by the projector's thread; must not block.
@FunctionalInterface
public interface ProjectionListener {
  /// The tables hold a newer state of a run.
  void projected(int dag, long run);
}
