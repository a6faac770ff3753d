package io.tidemill.daemon.cli;

import io.tidemill.daemon.render.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How a verb that shows a plan first is told to go on: somebody at a terminal is asked, everybody else says it beforehand.
final class Confirmation {
  @Option(names = "--dry-run", description = "Only show what would be done") boolean dryRun;

  @Option(names = {"-y", "--yes"}, description = "Do not ask") boolean yes;

  @Option(names = "--plan", paramLabel = "HASH", description = "Only if the plan is still the one shown before") String plan = "";

  /// The plan that must still hold, null for whatever it is.
  @Nullable String expected() {
    return plan.isEmpty() ? null : plan;
  }

  /// Whether it shall be done.
  ///
  /// @param question what to ask, without the choice
  /// @param shown hash of the plan that was shown
  /// @throws BadInputException where nobody can be asked and nothing was said beforehand
  boolean given(Terminal terminal, String question, String shown) throws IOException {
    if (dryRun) {
      return false;
    }
    if (yes || !plan.isEmpty()) {
      return true;
    }
    if (!terminal.live()) {
      throw new BadInputException("Expected --yes, or --plan " + shown
          + ", where nobody can be asked, but found neither; nothing was done");
    }
    return asked(terminal, question);
  }

  /// Whether something shall be done of which there is no plan to show.
  ///
  /// @param yes whether that was said beforehand
  /// @throws BadInputException where nobody can be asked and nothing was said beforehand
  static boolean agreed(boolean yes, Terminal terminal, String question) throws IOException {
    if (!yes && !terminal.live()) {
      throw new BadInputException("Expected --yes where nobody can be asked, but found nothing; nothing was done");
    }
    return yes || asked(terminal, question);
  }

  private static boolean asked(Terminal terminal, String question) throws IOException {
    terminal.out().print(question + " [y/N] ");
    terminal.out().flush();
    String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    boolean agreed = answer != null && answer.strip().equalsIgnoreCase("y");
    if (!agreed) {
      terminal.note("nothing was done");
    }
    return agreed;
  }
}
