package io.tidemill.runtime;

import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/// What people and programs ask of runs. Each answer comes once what it says is durable. A call may take as long as a commit.
/// Safe for use by several threads.
///
/// An answer completes exceptionally with [OutcomeUnknownException] where it is not known what became of the request: send it again.
public final class Runs {
  /// Values up to this many bytes travel in facts; larger ones are stored beside them.
  public static final int INLINE_BYTES = 1024;

  private final SchedulerNode node;
  private final Queries queries;
  private final Executor reader;

  public Runs(SchedulerNode node) {
    this(node, ForkJoinPool.commonPool());
  }

  /// @param reader runs what asks the database in the middle of a request
  public Runs(SchedulerNode node, Executor reader) {
    this.node = node;
    this.reader = reader;
    queries = node.store().queries();
  }

  /// Creates a run of the active version of a DAG.
  ///
  /// @param dag a DAG as just found, with an active version
  /// @param key a key used before gives the run it gave then; null for none
  /// @param params checked parameters as a JSON object
  /// @param trigger why there shall be a run
  /// @return [RunAccepted] or [Refused]
  public CompletableFuture<Reply> create(Catalog.Dag dag, @Nullable String key, byte[] params,
      Trigger trigger) {
    // A key is looked for in the tables first, then in memory. Between the two nobody else may have owned the partition.
    Precondition precondition = node.precondition(dag.partition()).ofOwner();
    RunRow known = key == null ? null : queries.runByKey(dag.number(), key);
    if (known != null) {
      return CompletableFuture.completedFuture(known(dag, key, known, params));
    }
    node.plans().plan(dag.number(), dag.active());
    if (params.length <= INLINE_BYTES) {
      return ask(dag, new CreateRun(dag.number(), dag.active(), key, Value.inline(params, ""), trigger), List.of(),
          precondition);
    }
    long id = node.newValueId(dag.partition());
    return ask(dag, new CreateRun(dag.number(), dag.active(), key, Value.stored(id, params.length, ""), trigger),
        List.of(new ValueBlock(id, params)), precondition);
  }

  private Reply known(Catalog.Dag dag, @Nullable String key, RunRow run, byte[] params) {
    byte[] before = run.params() != null ? run.params() : node.store().values().read(run.paramsId());
    if (before != null && !Arrays.equals(before, params)) {
      return new Refused(Refused.Code.KEY_REUSED, "Expected key '" + key
          + "' to be new or to come with the same parameters, but it was used for run " + run.run()
          + " with other ones; use another key");
    }
    return new RunAccepted(dag.number(), run.run(), false);
  }

  /// Cancels a run.
  ///
  /// @return [io.tidemill.engine.reply.CancelAccepted] or [Refused]
  public CompletableFuture<Reply> cancel(Catalog.Dag dag, long run, @Nullable String reason) {
    return ask(dag, new CancelRun(dag.number(), run, reason), List.of());
  }

  /// Runs tasks of an ended run again with all that depends on them, or says what that would be.
  ///
  /// @param tasks ids of the tasks; empty: those that failed or were cancelled
  /// @param apply false: only say what would run
  /// @param plan hash of the plan that was shown, null for whatever it is
  /// @return [io.tidemill.engine.reply.RerunPlanned] or [Refused]
  public CompletableFuture<Reply> rerun(Catalog.Dag dag, long run, List<String> tasks, boolean apply,
      @Nullable String plan) {
    Rerun inMemory = new Rerun(dag.number(), run, tasks, apply, plan, List.of());
    return ask(dag, inMemory, List.of()).thenCompose(reply -> {
      if (!(reply instanceof Refused refused) || refused.code() != Refused.Code.NOT_IN_MEMORY) {
        return CompletableFuture.completedFuture(reply);
      }
      // Before the wait: what is reopened later is not in the tables that are read behind it.
      Precondition precondition = node.precondition(dag.partition());
      return whenProjected(dag)
          .thenComposeAsync(nothing -> rerunFromTables(dag, run, tasks, apply, plan, precondition), reader);
    });
  }

  private CompletableFuture<Reply> rerunFromTables(Catalog.Dag dag, long run, List<String> tasks, boolean apply,
      @Nullable String plan, Precondition precondition) {
    List<byte[]> chunks = queries.finalState(dag.number(), run).stream().map(RunChunk::bytes).toList();
    if (!chunks.isEmpty()) {
      return ask(dag, new Rerun(dag.number(), run, tasks, apply, plan, chunks), List.of(), precondition);
    }
    if (!node.owns(dag.partition())) {
      return CompletableFuture.failedFuture(new OutcomeUnknownException("This scheduler lost the partition"));
    }
    return queries.run(dag.number(), run) == null
        ? CompletableFuture.completedFuture(new Refused(Refused.Code.NOT_FOUND,
            "Expected a run of DAG '" + dag.id() + "', but there is no run " + run))
        : rerun(dag, run, tasks, apply, plan); // it is active again
  }

  /// Completes once the query tables hold all that was decided for a DAG so far.
  public CompletableFuture<@Nullable Void> whenProjected(Catalog.Dag dag) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    node.whenProjected(dag.partition(), () -> done.complete(null));
    return done;
  }

  private CompletableFuture<Reply> ask(Catalog.Dag dag, Input input, List<ValueBlock> values) {
    return ask(dag, input, values, Precondition.NONE);
  }

  private CompletableFuture<Reply> ask(Catalog.Dag dag, Input input, List<ValueBlock> values,
      Precondition precondition) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    node.submit(dag.partition(), new Submission(input, values, new Completion() {
      @Override public void durable(@Nullable Reply reply) {
        if (reply == null) {
          answer.completeExceptionally(new IllegalStateException("Expected an answer to " + input));
        } else {
          answer.complete(reply);
        }
      }

      @Override public void dropped(String reason) {
        answer.completeExceptionally(new OutcomeUnknownException(reason));
      }
    }, precondition));
    return answer;
  }
}
