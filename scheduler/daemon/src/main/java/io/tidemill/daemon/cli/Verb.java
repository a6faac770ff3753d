package io.tidemill.daemon.cli;

import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.Work;
import io.tidemill.daemon.render.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// A verb of the command line.
abstract class Verb implements Callable<Integer> {
  final Context context;

  @Mixin CommonOptions common = new CommonOptions();

  Verb(Context context) {
    this.context = context;
  }

  final Terminal terminal() {
    return context.terminal();
  }

  final DataDirectory directory() {
    Path data = common.data;
    return DataDirectory.find(data == null ? null : context.path(data), context.environment(),
        context.workingDirectory());
  }

  /// The running `dev` of the data directory, or what the verb needs of it in this process.
  final Access open(Work work, String verb) {
    return Access.open(directory(), context.environment(), work, verb);
  }

  /// Refuses what was typed.
  static BadInputException badInput(String message) {
    return new BadInputException(message);
  }

  /// The text, or null where it is empty.
  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
