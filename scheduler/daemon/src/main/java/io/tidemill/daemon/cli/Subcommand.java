package io.tidemill.daemon.cli;

import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Terminal;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A verb of the command line.
abstract class Subcommand implements Callable<Integer> {
  final Context context;

  @Spec CommandSpec spec = CommandSpec.create();

  Subcommand(Context context) {
    this.context = context;
  }

  private CommonOptions common() {
    return ((TidemillCommand) spec.root().userObject()).common;
  }

  /// Whether the answer is JSON. Then nothing but JSON goes to standard output, and nothing is redrawn.
  final boolean json() {
    return common().output == OutputFormat.json;
  }

  final Terminal terminal() {
    return json() ? context.terminal().plain() : context.terminal();
  }

  final DataDirectory directory() {
    Path data = common().data;
    return DataDirectory.find(data == null ? null : context.path(data), context.environment(),
        context.workingDirectory());
  }

  /// The running `dev` or `server` of the data directory, else what the verb needs of it in this process.
  final SchedulerConnection open(RunMode work, String verb) {
    return SchedulerConnection.open(directory(), context.environment(), work, verb);
  }

  /// An id for a command of this invocation: one that is sent again is known by it.
  static String commandId() {
    return UUID.randomUUID().toString();
  }

  /// The exception for wrong arguments.
  static BadInputException badInput(String message) {
    return new BadInputException(message);
  }

  /// The text, or null where it is empty.
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
