package io.tidemill.runtime;

/// Why a partition must be taken anew.
///
/// @param dag number of the DAG that is to blame, 0 for none
/// @param noted whether the DAG was blamed already, and only taking the partition failed
record Breakdown(int dag, long at, String reason, boolean noted) {
  static final Breakdown NONE = new Breakdown(0, 0, "", false);

  /// The same, noted in the store.
  Breakdown asNoted() {
    return new Breakdown(dag, at, reason, true);
  }
}
