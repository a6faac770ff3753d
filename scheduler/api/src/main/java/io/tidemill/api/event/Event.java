package io.tidemill.api.event;

/// Something changed.
///
/// @param kind `run`: its state; `log`: it logged something; `progress`: a body said how far it is
/// @param task index of the task in the run for `progress`, else -1
/// @param shardIndex index of the shard for `progress`, -1 where there is none
/// @param done units done, for `progress`
/// @param total units in all, for `progress`; 0 if not known
public record Event(String kind, String dag, long run, int task, int shardIndex, long done, long total) {
  /// The state of a run changed.
  public static Event run(String dag, long run) {
    return new Event("run", dag, run, -1, -1, 0, 0);
  }

  /// A run logged something.
  public static Event log(String dag, long run) {
    return new Event("log", dag, run, -1, -1, 0, 0);
  }

  /// A body said how far it is.
  public static Event progress(String dag, long run, int task, int shardIndex, long done, long total) {
    return new Event("progress", dag, run, task, shardIndex, done, total);
  }

  /// Whether it is about that run.
  public boolean about(String otherDag, long otherRun) {
    return run == otherRun && dag.equals(otherDag);
  }
}
