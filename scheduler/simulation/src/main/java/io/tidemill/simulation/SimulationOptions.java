package io.tidemill.simulation;

/// How a world is examined.
///
/// @param calm nothing goes wrong by chance
/// @param crashAt a process ends at that boundary, counted over the whole world from 1; 0 for none but by chance
/// @param recoverAlways recovery is tried after every entry and every fact, not only after every projection
record SimulationOptions(boolean calm, long crashAt, boolean recoverAlways) {
  static final SimulationOptions NORMAL = new SimulationOptions(false, 0, false);
}
