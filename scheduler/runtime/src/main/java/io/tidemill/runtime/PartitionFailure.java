package io.tidemill.runtime;

/// Why a partition must be reacquired.
///
/// @param dag number of the DAG that is to blame, 0 for none
/// @param noted whether the DAG was blamed already, and only taking the partition failed
record PartitionFailure(int dag, long at, String reason, boolean noted) {
  static final PartitionFailure NONE = new PartitionFailure(0, 0, "", false);

  /// The same, noted in the store.
  PartitionFailure asNoted() {
    return new PartitionFailure(dag, at, reason, true);
  }
}
