package io.tidemill.runtime;

import io.tidemill.engine.input.Command;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.EndedRunCommand;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.engine.reply.RunAccepted;
import io.tidemill.engine.state.Value;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunChunk;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/// Commands to DAGs that this scheduler owns. What a command needs of the tables is looked up first and goes with it; what it found is
/// believed only if the partition still has the same owner when it is decided.
public final class LocalCommands implements Commands {
  private final SchedulerNode node;
  private final Queries queries;
  private final Executor reader;

  public LocalCommands(SchedulerNode node) {
    this(node, ForkJoinPool.commonPool());
  }

  /// @param reader runs what asks the database in the middle of a command
  public LocalCommands(SchedulerNode node, Executor reader) {
    this.node = node;
    this.reader = reader;
    queries = node.store().queries();
  }

  @Override public CompletableFuture<Reply> submit(Catalog.Dag dag, CommandId id, Command command,
      RequestOrigin by) {
    return switch (command) {
      case CreateRun create -> create(dag, id, create, by);
      case Rerun rerun -> rerun(dag, id, rerun, by);
      case MarkTask mark -> mark(dag, id, mark, by);
      case CreateBackfill create -> backfill(dag, id, create, by);
      // Nothing of the tables is needed.
      case Command other -> ask(dag, new CommandReceived(id.text(), other), List.of(), Precondition.NONE, by);
    };
  }

  private CompletableFuture<Reply> create(Catalog.Dag dag, CommandId id, CreateRun create, RequestOrigin by) {
    // A key is looked for in the tables first, then in memory. Between the two nobody else may have owned the partition.
    Precondition precondition = node.precondition(dag.partition()).ofOwner();
    RunRow known = create.key() == null ? null : queries.runByKey(dag.number(), create.key());
    if (known != null) {
      // Large parameters are compared by their hash, as where they are stored.
      byte[] asked = Objects.requireNonNull(create.params().inline(), "parameters");
      Value params = asked.length <= Value.INLINE_BYTES ? create.params() : stored(0, asked);
      return ask(dag,
          new CommandReceived(id.text(),
              new CreateRun(create.dag(), create.version(), create.key(), params, create.trigger()),
              known(create, known)),
          List.of(), precondition, by);
    }
    node.graphs().compiled(dag.number(), create.version());
    byte[] params = Objects.requireNonNull(create.params().inline(), "parameters");
    CompletableFuture<Reply> answer;
    if (params.length <= Value.INLINE_BYTES) {
      answer = ask(dag, new CommandReceived(id.text(), create), List.of(), precondition, by);
    } else {
      long number = node.newValueId(dag.partition());
      Value stored = stored(number, params);
      answer = ask(dag,
          new CommandReceived(id.text(),
              new CreateRun(create.dag(), create.version(), create.key(), stored, create.trigger())),
          List.of(new ValueBlock(number, params)), precondition, by);
    }
    // The run of the key left memory since the tables were asked.
    return answer.thenCompose(reply -> notInMemory(reply)
        ? whenProjected(dag).thenComposeAsync(_ -> create(dag, id, create, by), reader)
        : CompletableFuture.completedFuture(reply));
  }

  private Reply known(CreateRun create, RunRow run) {
    byte[] before = run.params() != null ? run.params() : node.store().values().read(run.paramsId());
    return before != null && !Arrays.equals(before, create.params().inline())
        ? Refused.keyReused(create.key(), run.run())
        : new RunAccepted(create.dag(), run.run(), run.version(), false);
  }

  private static Value stored(long number, byte[] bytes) {
    return Value.stored(number, bytes.length, "", sha256(bytes));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected SHA-256, which every Java platform has", e);
    }
  }

  private CompletableFuture<Reply> rerun(Catalog.Dag dag, CommandId id, Rerun rerun, RequestOrigin by) {
    if (rerun.version() != 0) {
      node.graphs().compiled(dag.number(), rerun.version());
    }
    return ofEndedRun(dag, id, rerun, List.of(), by);
  }

  private CompletableFuture<Reply> mark(Catalog.Dag dag, CommandId id, MarkTask mark, RequestOrigin by) {
    Value output = mark.output();
    byte[] bytes = output == null ? null : output.inline();
    if (output == null || bytes == null || bytes.length <= Value.INLINE_BYTES) {
      return ofEndedRun(dag, id, mark, List.of(), by);
    }
    long number = node.newValueId(dag.partition());
    Value stored = Value.stored(number, bytes.length, output.variant(), sha256(bytes));
    return ofEndedRun(dag, id, mark.with(stored), List.of(new ValueBlock(number, bytes)), by);
  }

  /// A run that has left memory is read from the tables.
  private CompletableFuture<Reply> ofEndedRun(Catalog.Dag dag, CommandId id, EndedRunCommand command,
      List<ValueBlock> values, RequestOrigin by) {
    return ask(dag, new CommandReceived(id.text(), command), values, Precondition.NONE, by).thenCompose(reply -> {
      if (!notInMemory(reply)) {
        return CompletableFuture.completedFuture(reply);
      }
      // Before the wait: what is reopened later is not in the tables that are read behind it.
      Precondition precondition = node.precondition(dag.partition());
      return whenProjected(dag).thenComposeAsync(_ -> fromTables(dag, id, command, values, precondition, by), reader);
    });
  }

  private CompletableFuture<Reply> fromTables(Catalog.Dag dag, CommandId id, EndedRunCommand command,
      List<ValueBlock> values, Precondition precondition, RequestOrigin by) {
    List<byte[]> chunks = queries.finalState(dag.number(), command.run()).stream().map(RunChunk::bytes).toList();
    if (!chunks.isEmpty()) {
      return ask(dag, new CommandReceived(id.text(), command.with(chunks)), values, precondition, by);
    }
    if (!node.owns(dag.partition())) {
      return CompletableFuture.failedFuture(new NotOwnerException("This scheduler lost the partition"));
    }
    if (queries.run(dag.number(), command.run()) != null) {
      return ofEndedRun(dag, id, command, values, by); // it is active again
    }
    Refused gone = new Refused(Refused.Code.NOT_FOUND,
        "Expected a run of DAG '" + dag.id() + "', but there is no run " + command.run());
    return ask(dag, new CommandReceived(id.text(), command, gone), List.of(), precondition, by);
  }

  /// What became of the slots is known by the tables. It is asked for once they hold what was decided so far, and again where more was
  /// decided meanwhile.
  private CompletableFuture<Reply> backfill(Catalog.Dag dag, CommandId id, CreateBackfill create, RequestOrigin by) {
    // Before the wait: what is reopened later is not in the tables that are read behind it.
    Precondition precondition = node.precondition(dag.partition());
    return whenProjected(dag).thenComposeAsync(_ -> {
      CreateBackfill known = create.with(KnownSlotReader.read(queries, create));
      byte[] params = Objects.requireNonNull(create.params().inline(), "parameters");
      CompletableFuture<Reply> answer;
      if (create.apply() && params.length > Value.INLINE_BYTES) {
        long number = node.newValueId(dag.partition());
        answer = ask(dag, new CommandReceived(id.text(), known.with(stored(number, params))),
            List.of(new ValueBlock(number, params)), precondition, by);
      } else {
        answer = ask(dag, new CommandReceived(id.text(), known), List.of(), precondition, by);
      }
      return answer.thenCompose(reply -> notInMemory(reply)
          ? backfill(dag, id, create, by)
          : CompletableFuture.completedFuture(reply));
    }, reader);
  }

  private static boolean notInMemory(Reply reply) {
    return reply instanceof Refused refused && refused.code() == Refused.Code.NOT_IN_MEMORY;
  }

  @Override public CompletableFuture<@Nullable Void> whenProjected(Catalog.Dag dag) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    node.whenProjected(dag.partition(), () -> done.complete(null));
    return done;
  }

  @Override public @Nullable String outage() {
    return node.outage().lasts();
  }

  private CompletableFuture<Reply> ask(Catalog.Dag dag, CommandReceived command, List<ValueBlock> values,
      Precondition precondition, RequestOrigin by) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    node.submit(dag.partition(), new Submission(command, values, new Completion() {
      @Override public void durable(@Nullable Reply reply) {
        if (reply == null) {
          answer.completeExceptionally(new IllegalStateException("Expected an answer to " + command));
        } else {
          answer.complete(reply);
        }
      }

      @Override public void dropped(String reason) {
        answer.completeExceptionally(new OutcomeUnknownException(reason));
      }

      @Override public void notDone(String reason) {
        answer.completeExceptionally(new NotDoneException(reason));
      }

      @Override public void notOwned(String reason) {
        answer.completeExceptionally(new NotOwnerException(reason));
      }
    }, precondition, new Submission.Asked(by, dag.id())));
    return answer;
  }
}
