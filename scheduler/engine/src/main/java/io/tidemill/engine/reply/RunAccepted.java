package io.tidemill.engine.reply;

/// There is such a run.
///
/// @param version version it is of
/// @param created false: the key had been used before, and this is the run it gave then
public record RunAccepted(int dag, long run, int version, boolean created) implements Reply {
  @Override public Reply again() {
    return new RunAccepted(dag, run, version, false);
  }
}
