package io.tidemill.dsl.graph;

/// What becomes of slots that were due while nothing could run them. Slots that are not run are recorded as missed.
///
/// @param mode which of them run
/// @param windowMillis under [CatchUpMode#ALL]: age in milliseconds beyond which a slot is not run, else 0
/// @param maxRuns under [CatchUpMode#ALL]: most slots that run, the newest of them, else 0
public record CatchUpNode(CatchUpMode mode, long windowMillis, int maxRuns) {
  /// None runs.
  public static final CatchUpNode NONE = new CatchUpNode(CatchUpMode.NONE, 0, 0);

  /// The newest one runs.
  public static final CatchUpNode LATEST = new CatchUpNode(CatchUpMode.LATEST, 0, 0);
}
