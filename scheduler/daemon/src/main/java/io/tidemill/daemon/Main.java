package io.tidemill.daemon;

import io.tidemill.daemon.cli.CommandLineInterface;
import io.tidemill.daemon.cli.Context;
import io.tidemill.daemon.render.Terminal;
import java.nio.file.Path;
import java.util.Map;

/// The process behind `bin/tidemill`.
public final class Main {
  private Main() {}

  /// @param args verb and what it takes
  public static void main(String... args) {
    Map<String, String> environment = System.getenv();
    Context context = new Context(Terminal.ofProcess(environment), environment, Path.of("").toAbsolutePath());
    System.exit(new CommandLineInterface(context).run(args));
  }
}
