package io.tidemill.runtime;

import io.tidemill.engine.input.PartitionInput;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What is asked of the owner of a partition beside [Commands] to one DAG and [OwnerQueries]. Values go in and values come out, so that a request can
/// be sent to another scheduler; each may be sent again. Safe for use by several threads.
///
/// All complete exceptionally with [NotOwnerException] where this scheduler does not own the partition, with another [NotDoneException] where the owner
/// cannot do it now, and with [OutcomeUnknownException] where it is not known what became of the request.
public interface OwnerRequests {
  /// Tells a partition what all its DAGs are to know. Answers once that is durable.
  ///
  /// @param asked who asked for it, null where another request says so
  CompletableFuture<@Nullable Reply> tell(int partition, PartitionInput input, Submission.@Nullable Asked asked);

  /// Completes once the query tables hold all that was decided in a partition so far.
  CompletableFuture<@Nullable Void> whenProjected(int partition);

  /// Tells which version of a DAG is active now. Completes once that is durable.
  CompletableFuture<@Nullable Void> activated(Catalog.Dag dag);

  /// Lets a DAG that was quarantined go on.
  ///
  /// @return false if it was not quarantined
  CompletableFuture<Boolean> resume(Catalog.Dag dag, RequestOrigin by);

  /// Deletes a version of a DAG, as [Purge] does.
  CompletableFuture<Catalog.Purged> purge(Catalog.Dag dag, int version, RequestOrigin by);
}
