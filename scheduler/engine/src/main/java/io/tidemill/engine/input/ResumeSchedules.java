package io.tidemill.engine.input;

/// End the pause of a DAG's schedules, or say what that would do.
///
/// @param by who asks
/// @param apply false: only say what becomes of the slots that were due meanwhile
public record ResumeSchedules(int dag, String by, boolean apply) implements Command {
  @Override public String content() {
    return "";
  }

  @Override public boolean changes() {
    return apply;
  }
}
