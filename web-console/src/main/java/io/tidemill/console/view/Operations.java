package io.tidemill.console.view;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Everything people and programs can ask of a scheduler. All methods block; all may be called by any thread.
///
/// Every method throws [RefusedException] where the request cannot be done, with all reasons; nothing is done then.
public interface Operations {
  /// All DAGs by their ids.
  List<DagView> dags();

  /// Runs, newest first.
  RunPage runs(RunFilter filter);

  /// One run with its tasks and the first failures.
  RunDetail run(String dag, long run);

  /// The result of a task as JSON, null where it has none.
  @Nullable JsonNode output(String dag, long run, String task);

  /// The attempts of a run that logged something, by task, shard and attempt.
  List<LogSource> logSources(String dag, long run);

  /// A part of the log of one attempt.
  ///
  /// @param after [LogPage#next] of the part before, -1 to begin
  LogPage log(String dag, long run, LogSource source, long after);

  /// Creates a run. Answers once it is durable.
  RunStarted start(StartRequest request);

  /// Asks a run to stop. Answers once that is durable, which is before the run has ended.
  void cancel(String dag, long run, @Nullable String reason);

  /// Runs tasks of an ended run again with all that depends on them, or says what that would be.
  RerunView rerun(String dag, long run, RerunRequest request);

  /// Lets a DAG that was quarantined go on.
  void resume(String dag);

  /// Says what deploying a file would do. Nothing is stored.
  ///
  /// @param name file name, ending in `.java` or `.jar`
  /// @throws RefusedException with the problems in the file
  DeploymentView planDeployment(String name, byte[] content);

  /// Makes the DAGs of a file known and active: all, or none. Runs that are under way stay on their version.
  ///
  /// @param name file name, ending in `.java` or `.jar`
  /// @param plan hash of the plan that was shown, null for whatever it is
  /// @throws RefusedException with the problems in the file, or because the plan no longer holds
  List<Deployed> deploy(String name, byte[] content, @Nullable String plan);

  /// The versions of a DAG.
  VersionsView versions(String dag);

  /// Makes an older version of a DAG active again, or says what would be different.
  DeploymentView activate(String dag, ActivateRequest request);

  /// Deletes versions that are not active and that no recorded run names, with bundles nobody has any more; or says which would
  /// go.
  PurgeView purge(PurgeRequest request);

  /// What can be asked and ordered about agents.
  AgentOperations agents();

  /// Tells of changes until the subscription is closed. The listener is called by one thread at a time; it may be slow,
  /// changes of one run are then told together.
  Subscription subscribe(Consumer<Event> listener);

  /// Ends the telling of changes.
  interface Subscription extends AutoCloseable {
    @Override void close();
  }
}
