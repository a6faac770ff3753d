package io.tidemill.daemon.cli;

import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/// Prints a script that completes verbs and options in a shell.
@Command(name = "completion", description = {"Print a script that completes verbs and options.",
    "bash and zsh: source <(tidemill completion bash). fish: tidemill completion fish | source"})
final class CompletionCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "Shell") Shell shell = Shell.bash;

  /// Shells whose completion is known. In lower case, as typed.
  enum Shell {
    bash, zsh, fish
  }

  CompletionCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = switch (shell) {
      // One script, which turns on the completion of bash in zsh.
      case bash, zsh -> AutoComplete.bash("tidemill", root);
      case fish -> fish(root);
    };
    terminal().out().print(script);
    return ExitCode.GOOD;
  }

  private static String fish(CommandLine root) {
    StringBuilder script = new StringBuilder("# Completion of tidemill for fish\n");
    root.getSubcommands().forEach((verb, line) -> {
      if (!line.getCommandSpec().usageMessage().hidden()) {
        script.append("complete -c tidemill -n __fish_use_subcommand -a ")
            .append(verb)
            .append(described(line))
            .append('\n');
        options(script, "__fish_seen_subcommand_from " + verb, line);
        nested(script, verb, line.getSubcommands());
      }
    });
    return script.toString();
  }

  private static void nested(StringBuilder script, String verb, Map<String, CommandLine> parts) {
    String all = String.join(" ", parts.keySet());
    parts.forEach((part, line) -> {
      script.append("complete -c tidemill -n '__fish_seen_subcommand_from ")
          .append(verb)
          .append("; and not __fish_seen_subcommand_from ")
          .append(all)
          .append("' -f -a ")
          .append(part)
          .append(described(line))
          .append('\n');
      options(script, "__fish_seen_subcommand_from " + verb + "; and __fish_seen_subcommand_from " + part, line);
    });
  }

  private static void options(StringBuilder script, String condition, CommandLine line) {
    for (OptionSpec option : line.getCommandSpec().options()) {
      script.append("complete -c tidemill -n '").append(condition).append('\'');
      for (String name : option.names()) {
        script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
      }
      if (option.arity().max() > 0) {
        script.append(" -r");
      }
      script.append(quoted(List.of(option.description()))).append('\n');
    }
  }

  private static String described(CommandLine line) {
    return quoted(List.of(line.getCommandSpec().usageMessage().description()));
  }

  private static String quoted(List<String> description) {
    return description.isEmpty()
        ? ""
        : " -d '" + description.getFirst().replace("\\", "\\\\").replace("'", "\\'").strip() + "'";
  }
}
