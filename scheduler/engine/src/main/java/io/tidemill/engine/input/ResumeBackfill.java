package io.tidemill.engine.input;

/// Let a backfill go on that was paused.
///
/// @param backfill number of the backfill in the DAG
/// @param by who asks
public record ResumeBackfill(int dag, long backfill, String by) implements Command {
  @Override public String content() {
    return "" + backfill;
  }
}
