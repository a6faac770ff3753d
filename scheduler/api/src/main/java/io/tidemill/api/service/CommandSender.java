package io.tidemill.api.service;

import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.run.CommandRequest;
import io.tidemill.engine.input.Command;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.port.Catalog;
import java.util.UUID;

/// Sends commands under the ids of their requests, or fresh ones, and waits for the answers.
record CommandSender(Commands commands) {
  /// The answer to a command about a run.
  <R extends Reply> R submit(Class<R> expected, Catalog.Dag dag, CommandRequest request, Command command) {
    return submit(expected, dag, request, command, "run");
  }

  /// The answer to a command.
  ///
  /// @param subject what a refusal because of the state is about
  <R extends Reply> R submit(Class<R> expected, Catalog.Dag dag, CommandRequest request, Command command,
      String subject) {
    Reply reply = Answered.of(commands, commands.submit(dag, id(request), command, CurrentRequest.origin()));
    if (reply instanceof Refused refused) {
      if (refused.code() == Refused.Code.WRONG_STATE) {
        // What is over may be so just now; whoever is told shall find it over.
        awaitTables(dag);
      }
      throw refused(refused, subject);
    }
    if (!expected.isInstance(reply)) {
      throw RefusedException.of(Kind.CONFLICT, "command-id-reused", "commandId", "Expected command id '"
          + request.commandId() + "' to name one command, but it came with another one before; use another id");
    }
    return expected.cast(reply);
  }

  /// Waits until the tables tell what was decided so far.
  void awaitTables(Catalog.Dag dag) {
    Answered.of(commands, commands.whenProjected(dag));
  }

  static CommandId id(CommandRequest request) {
    String text = request.commandId();
    try {
      return new CommandId(text == null ? UUID.randomUUID().toString() : text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.of(Kind.INVALID, "bad-command-id", "commandId", String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException refused(Refused refused, String subject) {
    return switch (refused.code()) {
      case NOT_IN_MEMORY, NOT_FOUND -> RefusedException.of(Kind.NOT_FOUND, "not-found", "", refused.message());
      case KEY_REUSED -> RefusedException.of(Kind.CONFLICT, "key-reused", "key", refused.message());
      case INCOMPATIBLE -> RefusedException.of(Kind.CONFLICT, "incompatible", "version", refused.message());
      case WRONG_STATE -> RefusedException.of(Kind.CONFLICT, "wrong-state", subject, refused.message());
      case PLAN_CHANGED -> RefusedException.of(Kind.CONFLICT, "plan-changed", "plan", refused.message());
      case QUARANTINED -> RefusedException.of(Kind.CONFLICT, "quarantined", "dag", refused.message());
      case COMMAND_ID_REUSED ->
        RefusedException.of(Kind.CONFLICT, "command-id-reused", "commandId", refused.message());
      case INVALID -> RefusedException.of(Kind.INVALID, "invalid", "", refused.message());
    };
  }
}
