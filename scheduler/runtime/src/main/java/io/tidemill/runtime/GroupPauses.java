package io.tidemill.runtime;

import io.tidemill.engine.input.EndMaintenance;
import io.tidemill.engine.input.PartitionInput;
import io.tidemill.engine.input.PausePartition;
import io.tidemill.engine.input.PlanMaintenance;
import io.tidemill.engine.input.ResumePartition;
import io.tidemill.engine.reply.PauseAccepted;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Pauses of groups of DAGs, the DAGs with a tag or all of them, and maintenance windows: told to every partition, whether it has such a DAG now or not, so that one
/// that is deployed later is paused too. The first partition is told before the others: who asked is recorded in its commit. Told again
/// they change nothing. Safe for use by several threads.
public final class GroupPauses {
  private final SchedulerNode node;

  public GroupPauses(SchedulerNode node) {
    this.node = node;
  }

  /// Pauses the schedules of a group. Answers once that is durable in every partition, and the tables tell it.
  ///
  /// @param tag the tag, empty for all DAGs
  /// @param by who asks
  /// @param command names the request: one that comes again changes nothing, and is answered as at first
  /// @param origin what is recorded of who asks
  /// @return whether anything changed. Completes exceptionally with [OutcomeUnknownException] where a partition did not answer; others
  ///     may have been paused: pause again
  public CompletableFuture<Boolean> pause(String tag, String by, CommandId command, RequestOrigin origin) {
    return tell(new PausePartition(tag, by, command.text()), origin);
  }

  /// Ends the pause of a group, as [#pause] begins it.
  public CompletableFuture<Boolean> resume(String tag, String by, CommandId command, RequestOrigin origin) {
    return tell(new ResumePartition(tag, by, command.text()), origin);
  }

  /// Sets a maintenance window, as [#pause] begins a pause. Told again it changes nothing.
  ///
  /// @param dag the one DAG that it is about, null where it is about several
  /// @param origin what is recorded of who asks
  public CompletableFuture<Boolean> maintain(MaintenanceWindow window, Catalog.@Nullable Dag dag,
      RequestOrigin origin) {
    return tell(dag, new PlanMaintenance(window), origin);
  }

  /// Ends a maintenance window, or calls it off before it begins.
  ///
  /// @param window its id
  /// @param dag the one DAG that it is about, null where it is about several
  /// @param origin what is recorded of who asks
  public CompletableFuture<Boolean> endMaintenance(String window, Catalog.@Nullable Dag dag, String by,
      RequestOrigin origin) {
    return tell(dag, new EndMaintenance(window, by), origin);
  }

  private CompletableFuture<Boolean> tell(Catalog.@Nullable Dag dag, PartitionInput input, RequestOrigin origin) {
    return dag == null
        ? tell(input, origin)
        : tell(dag.partition(), input, new Submission.Asked(origin, dag.id()))
            .thenCompose(changed -> projected(dag.partition()).thenApply(_ -> changed));
  }

  private CompletableFuture<Boolean> tell(PartitionInput input, RequestOrigin origin) {
    return tell(0, input, new Submission.Asked(origin, "")).thenCompose(first -> others(input)
        .thenCompose(changed -> CompletableFuture.allOf(IntStream.range(0, node.partitions())
            .mapToObj(this::projected)
            .toArray(CompletableFuture[]::new)).thenApply(_ -> first || changed)));
  }

  private CompletableFuture<Boolean> others(PartitionInput input) {
    List<CompletableFuture<Boolean>> answers = IntStream.range(1, node.partitions())
        .mapToObj(partition -> tell(partition, input, null))
        .toList();
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(_ -> answers.stream().anyMatch(CompletableFuture::resultNow));
  }

  private CompletableFuture<Boolean> tell(int partition, PartitionInput input, Submission.@Nullable Asked asked) {
    return node.requests()
        .tell(partition, input, asked)
        .thenApply(reply -> reply instanceof PauseAccepted accepted && accepted.changed());
  }

  private CompletableFuture<@Nullable Void> projected(int partition) {
    return node.requests().whenProjected(partition);
  }
}
