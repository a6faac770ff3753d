package io.tidemill.engine.input;

/// Cancel a backfill: it creates no more runs, and its active ones are cancelled.
///
/// @param backfill number of the backfill in the DAG
/// @param by who asks
public record CancelBackfill(int dag, long backfill, String by) implements Command {
  @Override public String content() {
    return "" + backfill;
  }
}
