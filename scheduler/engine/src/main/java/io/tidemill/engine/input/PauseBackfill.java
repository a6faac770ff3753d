package io.tidemill.engine.input;

/// Pause a backfill: it creates no run until it is resumed. Runs that are active go on.
///
/// @param backfill number of the backfill in the DAG
/// @param by who asks
public record PauseBackfill(int dag, long backfill, String by) implements Command {
  @Override public String content() {
    return "" + backfill;
  }
}
