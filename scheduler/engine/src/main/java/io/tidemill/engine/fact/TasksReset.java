package io.tidemill.engine.fact;

/// Tasks wait again, for a rerun.
///
/// @param kept those of them whose shards keep their results where key and element stay the same
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record TasksReset(int dag, long run, int[] tasks, int[] kept) implements RunFact {
  /// Tasks of which all runs again.
  public TasksReset(int dag, long run, int[] tasks) {
    this(dag, run, tasks, new int[0]);
  }
}
