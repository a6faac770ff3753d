package io.tidemill.runtime;

import io.tidemill.engine.input.Command;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.port.AuditLog;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The one way in for what users ask of a DAG. Safe for use by several threads.
public interface Commands {
  /// Sends a command to the owner of its DAG. The answer comes once what it says is durable; the call itself may take as long as a commit.
  ///
  /// The owner applies a command once: whoever sends one again under the same id gets the first answer, for 24 hours and until 10,000
  /// later commands of the DAG were answered. Answers that say "not here" or "not now" are not kept. Send a command again, under the
  /// same id, where it is not known what became of it.
  ///
  /// What it changes is told by the [AuditLog] from the same commit on.
  ///
  /// @param dag a DAG as just found
  /// @param by who asks
  /// @return what the command's record names; or [io.tidemill.engine.reply.Refused]. Completes exceptionally with
  ///     [NotDoneException] where this sending of the command changed nothing, with [OutcomeUnknownException] where it is not known what
  ///     became of the command, and with
  ///     [io.tidemill.runtime.port.StoreException] where the database could not be asked
  CompletableFuture<Reply> submit(Catalog.Dag dag, CommandId id, Command command, RequestOrigin by);

  /// Completes once the query tables hold all that was decided for a DAG so far.
  CompletableFuture<@Nullable Void> whenProjected(Catalog.Dag dag);

  /// What keeps the store of the owner from taking commits now, for people; null if nothing is known to.
  @Nullable String outage();
}
