package io.tidemill.engine.input;

/// Pause the schedules of a DAG: no slot gets a run until they are resumed. Runs that are active go on.
///
/// @param by who asks
public record PauseSchedules(int dag, String by) implements Command {
  @Override public String content() {
    return "";
  }
}
