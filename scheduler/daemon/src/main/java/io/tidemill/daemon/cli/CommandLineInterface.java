package io.tidemill.daemon.cli;

import io.tidemill.agent.WorkFolderException;
import io.tidemill.api.error.RefusedException;
import io.tidemill.daemon.boot.DataDirectoryException;
import io.tidemill.daemon.config.InvalidConfigException;
import io.tidemill.daemon.render.Refusals;
import io.tidemill.daemon.render.Style;
import io.tidemill.daemon.render.Text;
import io.tidemill.daemon.tls.TlsException;
import io.tidemill.store.exception.StoreUnreachableException;
import io.tidemill.store.exception.StoreUnusableException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Parses a command line, runs its verb, and reports errors.
public final class CommandLineInterface {
  private final Context context;

  public CommandLineInterface(Context context) {
    this.context = context;
  }

  /// Runs a verb to its end.
  ///
  /// @return the exit code
  public int run(String... args) {
    CommandLine line = new CommandLine(new TidemillCommand());
    for (Subcommand verb : List.of(new RunCommand(context), new CheckCommand(context), new DevCommand(context),
        new PsCommand(context),
        new LogsCommand(context), new RerunCommand(context), new CancelCommand(context), new ResumeCommand(context),
        new DeployCommand(context),
        new VersionsCommand(context), new RollbackCommand(context),
        new PurgeCommand(context), new ServerCommand(context), new AgentCommand(context), new DoctorCommand(context),
        new WarmUpCommand(context))) {
      line.addSubcommand(verb);
    }
    line.addSubcommand(
        group(new AgentsCommand(context), new AgentsCommand.Lost(context), new AgentsCommand.Remove(context)));
    line.addSubcommand(
        group(new TokenCommand(context), new TokenCommand.Create(context), new TokenCommand.Listing(context),
            new TokenCommand.Revoke(context)));
    line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
    line.getCommandSpec().mixinStandardHelpOptions(true).version("tidemill 0.1.0");
    line.setOut(context.terminal().out());
    line.setErr(context.terminal().err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, _) -> unparsed(e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    int code = line.execute(args);
    context.terminal().out().flush();
    context.terminal().err().flush();
    return code;
  }

  /// A verb with subcommands.
  private static CommandLine group(Subcommand verb, Subcommand... parts) {
    CommandLine line = new CommandLine(verb);
    for (Subcommand part : parts) {
      line.addSubcommand(part);
    }
    line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  private int unparsed(ParameterException e) {
    PrintWriter err = context.terminal().err();
    report(e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    e.getCommandLine().usage(err, Ansi.OFF);
    return ExitCode.BAD_INPUT;
  }

  private int failed(Exception e) {
    return switch (e) {
      case RefusedException refused -> {
        Refusals.print(refused, context.terminal());
        yield ExitCode.of(refused.kind());
      }
      case InvalidConfigException invalid -> {
        invalid.problems().forEach(this::report);
        yield ExitCode.BAD_INPUT;
      }
      case BadInputException _,DataDirectoryException _,StoreUnusableException _,TlsException _,WorkFolderException _ -> {
        report(e.getMessage());
        yield ExitCode.BAD_INPUT;
      }
      case StoreUnreachableException _ -> {
        report(e.getMessage());
        yield ExitCode.UNREACHABLE;
      }
      default -> {
        Logger log = LoggerFactory.getLogger(CommandLineInterface.class);
        log.info("A verb failed with an exception", e);
        report("Internal error: " + e + "; see the log in the data directory");
        yield ExitCode.FAILED;
      }
    };
  }

  private void report(@Nullable String message) {
    context.terminal().note(context.terminal().paint(Style.BAD, "✗ ") + Text.block(message == null ? "" : message));
  }
}
