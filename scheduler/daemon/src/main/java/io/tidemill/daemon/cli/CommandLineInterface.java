package io.tidemill.daemon.cli;

import io.tidemill.agent.WorkFolderException;
import io.tidemill.api.error.RefusedException;
import io.tidemill.daemon.boot.DataDirectoryException;
import io.tidemill.daemon.config.InvalidConfigException;
import io.tidemill.daemon.render.Paint;
import io.tidemill.daemon.render.Refusals;
import io.tidemill.daemon.render.Text;
import io.tidemill.daemon.tls.TlsException;
import io.tidemill.store.fault.StoreUnreachableException;
import io.tidemill.store.fault.StoreUnusableException;
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
    for (Verb verb : List.of(new RunVerb(context), new CheckVerb(context), new DevVerb(context), new PsVerb(context),
        new LogsVerb(context), new RerunVerb(context), new CancelVerb(context), new ResumeVerb(context),
        new DeployVerb(context),
        new VersionsVerb(context), new RollbackVerb(context),
        new PurgeVerb(context), new ServerVerb(context), new AgentVerb(context), new DoctorVerb(context),
        new WarmUpVerb(context))) {
      line.addSubcommand(verb);
    }
    line.addSubcommand(group(new AgentsVerb(context), new AgentsVerb.Lost(context), new AgentsVerb.Remove(context)));
    line.addSubcommand(group(new TokenVerb(context), new TokenVerb.Create(context), new TokenVerb.Listing(context),
        new TokenVerb.Revoke(context)));
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
  private static CommandLine group(Verb verb, Verb... parts) {
    CommandLine line = new CommandLine(verb);
    for (Verb part : parts) {
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
    context.terminal().note(context.terminal().paint(Paint.BAD, "✗ ") + Text.block(message == null ? "" : message));
  }
}
