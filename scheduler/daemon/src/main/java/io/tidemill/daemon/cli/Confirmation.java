package io.tidemill.daemon.cli;

import io.tidemill.daemon.render.Terminal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of verbs that show a plan first: a user at a terminal is asked, everything else confirms beforehand.
final class Confirmation {
  @Option(names = "--dry-run", description = "Show the plan only") boolean dryRun;

  @Option(names = "--plan", paramLabel = "HASH", description = "Proceed only if the plan still has this hash") String plan = "";

  @Mixin YesOption yes = new YesOption();

  /// The plan that must still hold, null for any.
  @Nullable String expected() {
    return plan.isEmpty() ? null : plan;
  }

  /// Whether the options confirm.
  boolean beforehand() {
    return !dryRun && (yes.yes || !plan.isEmpty());
  }

  /// Whether the user confirms.
  ///
  /// @param question without the choice
  /// @param shown hash of the plan that was shown
  /// @throws BadInputException where neither an option confirms nor a terminal is there to ask at
  boolean given(Terminal terminal, String question, String shown) throws IOException {
    if (dryRun || beforehand()) {
      return !dryRun;
    }
    if (!terminal.live()) {
      throw new BadInputException("Expected --yes, or --plan " + shown
          + ", where there is no terminal to ask at, but found neither; nothing was done");
    }
    return YesOption.ask(terminal, question);
  }
}
