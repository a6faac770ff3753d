package io.tidemill.engine.input;

import io.tidemill.engine.reply.Reply;
import org.jspecify.annotations.Nullable;

/// A command as it reaches the owner of its DAG.
///
/// @param id names the command among all of its DAG. One that was applied before gets the answer it got then, and changes nothing
/// @param found the answer that follows from what the tables hold, null where the state decides
public record CommandReceived(String id, Command command, @Nullable Reply found) implements DagInput {
  /// A command that was not looked up in the tables.
  public CommandReceived(String id, Command command) {
    this(id, command, null);
  }

  @Override public int dag() {
    return command.dag();
  }
}
