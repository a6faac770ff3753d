package io.tidemill.runtime;

/// What must still be so for an input that was prepared with what the tables said.
///
/// @param epoch epoch of the owner when the tables were asked, -1 if it was not this node
/// @param reopened how many ended runs of the partition had been made active again, -1 if it does not matter
record Precondition(long epoch, long reopened) {
  /// Nothing was looked up.
  static final Precondition NONE = new Precondition(0, -1);

  /// The same, whatever was reopened since.
  Precondition ofOwner() {
    return new Precondition(epoch, -1);
  }

  boolean holds(long nowEpoch, long nowReopened) {
    return this == NONE || epoch == nowEpoch && (reopened < 0 || reopened == nowReopened);
  }
}
