package io.tidemill.daemon.cli;

import io.tidemill.daemon.render.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A working directory in which verbs are typed.
final class Shell {
  final Path directory;
  final Map<String, String> environment = new HashMap<>();

  Shell(Path directory) {
    this.directory = directory;
  }

  /// What a verb answered.
  record Answer(int code, String out, String err) {
    String all() {
      return out + err;
    }
  }

  /// Saves a file.
  Path save(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Types a line.
  Answer type(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 120, 24);
    int code = new CommandLineInterface(new Context(terminal, environment, directory)).run(args);
    return new Answer(code, out.toString(), err.toString());
  }

  Path data() {
    return directory.resolve(".tidemill");
  }
}
