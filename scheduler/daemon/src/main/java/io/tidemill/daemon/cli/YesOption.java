package io.tidemill.daemon.cli;

import io.tidemill.daemon.render.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that confirms beforehand; without it a user at a terminal is asked.
final class YesOption {
  @Option(names = {"-y", "--yes"}, description = "Do not ask for confirmation") boolean yes;

  /// Whether the user confirms.
  ///
  /// @param question without the choice
  /// @throws BadInputException without the option where there is no terminal
  boolean confirmed(Terminal terminal, String question) throws IOException {
    if (!yes && !terminal.live()) {
      throw new BadInputException(
          "Expected --yes where there is no terminal to ask at, but found nothing; nothing was done");
    }
    return yes || ask(terminal, question);
  }

  /// What the user types, stripped; null at the end of the input.
  static @Nullable String line() throws IOException {
    String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    return answer == null ? null : answer.strip();
  }

  static boolean ask(Terminal terminal, String question) throws IOException {
    terminal.out().print(question + " [y/N] ");
    terminal.out().flush();
    String answer = line();
    boolean agreed = answer != null && answer.equalsIgnoreCase("y");
    if (!agreed) {
      terminal.note("nothing was done");
    }
    return agreed;
  }
}
