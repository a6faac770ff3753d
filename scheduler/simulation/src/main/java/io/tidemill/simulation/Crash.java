package io.tidemill.simulation;

/// The end of a simulated process, thrown through whatever it was doing.
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash() {
    super("The simulated process ends here", null, false, false);
  }
}
