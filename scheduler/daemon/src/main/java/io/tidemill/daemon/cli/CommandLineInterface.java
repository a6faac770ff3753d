package io.tidemill.daemon.cli;

import io.tidemill.agent.WorkFolderException;
import io.tidemill.api.error.RefusedException;
import io.tidemill.daemon.boot.DataDirectoryException;
import io.tidemill.daemon.config.InvalidConfigException;
import io.tidemill.daemon.render.Paint;
import io.tidemill.daemon.render.Refusals;
import io.tidemill.daemon.render.Terminal;
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

/// Reads a command line, runs its verb, and tells what went wrong.
public final class CommandLineInterface {
  private final Context context;

  public CommandLineInterface(Context context) {
    this.context = context;
  }

  /// Runs a verb to its end.
  ///
  /// @return the exit code
  public int run(String... args) {
    // Standard output is the answer; with -o json nothing but JSON goes there, and nothing is redrawn.
    Terminal plain = context.terminal();
    boolean json = List.of(args).contains("json") || List.of(args).contains("-ojson") || List.of(args)
        .contains("--output=json");
    Context used = json
        ? context.on(new Terminal(plain.out(), plain.err(), false, false, plain.columns(), plain.rows()))
        : context;
    CommandLine line = new CommandLine(new TidemillCommand());
    for (Verb verb : List.of(new RunVerb(used), new CheckVerb(used), new DevVerb(used), new PsVerb(used),
        new LogsVerb(used),
        new RerunVerb(used), new CancelVerb(used), new ResumeVerb(used), new DeployVerb(used),
        new VersionsVerb(used), new RollbackVerb(used),
        new PurgeVerb(used), new ServerVerb(used), new AgentVerb(used), new DoctorVerb(used), new WarmUpVerb(used))) {
      line.addSubcommand(verb);
    }
    line.addSubcommand(group(new AgentsVerb(used), new AgentsVerb.Lost(used), new AgentsVerb.Remove(used)));
    line.addSubcommand(group(new TokenVerb(used), new TokenVerb.Create(used), new TokenVerb.Listing(used),
        new TokenVerb.Revoke(used)));
    line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
    line.getCommandSpec().mixinStandardHelpOptions(true).version("tidemill 0.1.0");
    line.setOut(plain.out());
    line.setErr(plain.err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, _) -> mistyped(e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    int code = line.execute(args);
    plain.out().flush();
    plain.err().flush();
    return code;
  }

  /// A verb with verbs of its own.
  private static CommandLine group(Verb verb, Verb... parts) {
    CommandLine line = new CommandLine(verb);
    for (Verb part : parts) {
      line.addSubcommand(part);
    }
    line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
    return line;
  }

  private int mistyped(ParameterException e) {
    PrintWriter err = context.terminal().err();
    tell(e.getMessage());
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
        invalid.problems().forEach(this::tell);
        yield ExitCode.BAD_INPUT;
      }
      case BadInputException _,DataDirectoryException _,StoreUnusableException _,TlsException _,WorkFolderException _ -> {
        tell(e.getMessage());
        yield ExitCode.BAD_INPUT;
      }
      case StoreUnreachableException _ -> {
        tell(e.getMessage());
        yield ExitCode.UNREACHABLE;
      }
      default -> {
        Logger log = LoggerFactory.getLogger(CommandLineInterface.class);
        log.info("A verb ended with an exception", e);
        tell("This should not have happened: " + e + "; the log in the data directory tells more");
        yield ExitCode.FAILED;
      }
    };
  }

  private void tell(@Nullable String message) {
    context.terminal().note(context.terminal().paint(Paint.BAD, "✗ ") + Text.block(message == null ? "" : message));
  }
}
