package io.tidemill.simulation;

/// How agents and those who watch over them behave where guarantees R5 and R8 ask for something.
///
/// @param lostAtOnce whether what an agent has is declared lost as soon as a session with it ends
/// @param stopsWhenCutOff whether an agent stops its work when it is cut off
/// @param startsRepeated whether an agent that came back starts again what it is given again
record AgentBehavior(boolean lostAtOnce, boolean stopsWhenCutOff, boolean startsRepeated) {
  /// As the guarantees say.
  static final AgentBehavior GOOD = new AgentBehavior(false, true, false);
}
