package io.tidemill.runtime;

import io.tidemill.engine.input.PartitionInput;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Asks the partitions that this scheduler owns.
public final class LocalOwnerRequests implements OwnerRequests {
  private final SchedulerNode node;
  private final Purge purge;

  public LocalOwnerRequests(SchedulerNode node) {
    this.node = node;
    purge = new Purge(node);
  }

  @Override public CompletableFuture<@Nullable Reply> tell(int partition, PartitionInput input,
      Submission.@Nullable Asked asked) {
    CompletableFuture<@Nullable Reply> answer = new CompletableFuture<>();
    node.submit(partition, new Submission(input, List.of(), new Completion() {
      @Override public void durable(@Nullable Reply reply) {
        answer.complete(reply);
      }

      @Override public void dropped(String reason) {
        answer.completeExceptionally(new OutcomeUnknownException(reason));
      }

      @Override public void notOwned(String reason) {
        answer.completeExceptionally(new NotOwnerException(reason));
      }
    }, Precondition.NONE, asked));
    return answer;
  }

  @Override public CompletableFuture<@Nullable Void> whenProjected(int partition) {
    if (!node.owns(partition)) {
      return LocalOwnerRequests.<@Nullable Void>notOwned(partition);
    }
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    node.whenProjected(partition, () -> done.complete(null));
    return done;
  }

  @Override public CompletableFuture<@Nullable Void> activated(Catalog.Dag dag) {
    return node.owns(dag.partition())
        ? node.activeVersions().told(dag.id())
        : LocalOwnerRequests.<@Nullable Void>notOwned(dag.partition());
  }

  @Override public CompletableFuture<Boolean> resume(Catalog.Dag dag, RequestOrigin by) {
    return node.owns(dag.partition())
        ? CompletableFuture.completedFuture(node.resume(dag, System.currentTimeMillis(), by))
        : notOwned(dag.partition());
  }

  @Override public CompletableFuture<Catalog.Purged> purge(Catalog.Dag dag, int version, RequestOrigin by) {
    if (!node.owns(dag.partition())) {
      return notOwned(dag.partition());
    }
    try {
      return CompletableFuture.completedFuture(purge.purge(dag, version, by));
    } catch (OutcomeUnknownException | NotDoneException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T extends @Nullable Object> CompletableFuture<T> notOwned(int partition) {
    return CompletableFuture.failedFuture(
        new NotOwnerException("Another scheduler owns partition " + partition + " now, or will in a moment"));
  }
}
