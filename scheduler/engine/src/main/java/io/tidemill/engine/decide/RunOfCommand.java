package io.tidemill.engine.decide;

import io.tidemill.engine.Turn;
import io.tidemill.engine.input.EndedRunCommand;
import io.tidemill.engine.reply.Refused;
import io.tidemill.engine.state.RunState;
import org.jspecify.annotations.Nullable;

/// Finds the run that a command is about: in memory, or in the snapshot that came with the command.
final class RunOfCommand {
  private RunOfCommand() {}

  /// The run, null where the command was refused because it is not there.
  static @Nullable RunState find(EndedRunCommand command, Turn turn) {
    RunState inMemory = inMemory(command, turn);
    if (inMemory != null) {
      return inMemory;
    }
    if (command.run() > turn.state().dag(command.dag()).lastRun()) {
      turn.reply(new Refused(Refused.Code.NOT_FOUND, "Expected a run of the DAG, but there is no run "
          + command.run()));
      return null;
    }
    if (command.chunks().isEmpty()) {
      turn.reply(new Refused(Refused.Code.NOT_IN_MEMORY, "Expected run " + command.run()
          + " to be in memory, but it is not"));
      return null;
    }
    return turn.state().decoder().decode(command.dag(), command.run(), command.chunks());
  }

  /// The run as it is in memory, null where it has left it.
  static @Nullable RunState inMemory(EndedRunCommand command, Turn turn) {
    return turn.state().run(command.dag(), command.run());
  }
}
