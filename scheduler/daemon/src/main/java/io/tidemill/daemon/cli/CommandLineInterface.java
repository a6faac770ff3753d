package io.tidemill.daemon.cli;

import io.tidemill.agent.WorkFolderException;
import io.tidemill.api.error.RefusedException;
import io.tidemill.daemon.boot.DataDirectoryException;
import io.tidemill.daemon.config.InvalidConfigException;
import io.tidemill.daemon.render.Refusals;
import io.tidemill.daemon.render.Style;
import io.tidemill.daemon.render.Text;
import io.tidemill.daemon.tls.TlsException;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.runtime.port.StoreException;
import io.tidemill.store.exception.StoreUnreachableException;
import io.tidemill.store.exception.StoreUnusableException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
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
        new OpenCommand(context), new PsCommand(context), new WhyCommand(context), new DagsCommand(context),
        new NewCommand(context),
        new CompletionCommand(context),
        new LogsCommand(context), new RerunCommand(context), new MarkCommand(context), new CancelCommand(context),
        new ResumeCommand(context),
        new DeployCommand(context),
        new VersionsCommand(context), new RollbackCommand(context),
        new PurgeCommand(context), new ServerCommand(context), new AgentCommand(context), new DoctorCommand(context),
        new ScheduleCommand(context), new SchedulesCommand(context), new SlotsCommand(context),
        new PauseCommand(context), new DrainCommand(context), new MaintenanceCommand(context),
        new HolidaysCommand(context),
        new BackfillsCommand(context), new AssetCommand(context), new AuditCommand(context),
        new ClusterCommand(context),
        new WarmUpCommand(context))) {
      line.addSubcommand(verb);
    }
    line.addSubcommand(
        group(new AgentsCommand(context), new AgentsCommand.Work(context), new AgentsCommand.Lost(context),
            new AgentsCommand.Remove(context)));
    line.addSubcommand(
        group(new AccessCommand(context), new AccessCommand.Create(context), new AccessCommand.Listing(context),
            new AccessCommand.Revoke(context)));
    line.addSubcommand(
        group(new TokenCommand(context), new TokenCommand.Create(context), new TokenCommand.Listing(context),
            new TokenCommand.Revoke(context)));
    line.addSubcommand(group(new BackfillCommand(context), new BackfillCommand.Pause(context),
        new BackfillCommand.Resume(context), new BackfillCommand.Cancel(context)));
    line.addSubcommand(group(new DagCommand(context), new DagCommand.Remove(context)));
    line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
    line.addSubcommand(new HelpCommand());
    line.getCommandSpec().mixinStandardHelpOptions(true).version("tidemill 0.1.0");
    line.setOut(context.terminal().out());
    line.setErr(context.terminal().err());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // An argument such as cause=@home is a value, not a file of arguments.
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler((e, _) -> unparsed(e));
    line.setExecutionExceptionHandler((e, _, _) -> failed(e));
    int code = broken(args) ? ExitCode.BAD_INPUT : line.execute(args);
    context.terminal().err().flush();
    String lost = context.terminal().lost();
    if (lost == null) {
      return code;
    }
    if (!lost.isEmpty()) {
      report("Expected to write the answer to standard output, but it failed: " + lost
          + "; what was asked for may have been done all the same");
    }
    return code == ExitCode.GOOD ? ExitCode.FAILED : code;
  }

  /// Reports an argument that Java could not read: each byte of a letter that the locale does not have has become U+FFFD.
  private boolean broken(String... args) {
    for (String arg : args) {
      if (arg.indexOf('\uFFFD') >= 0) {
        report("Expected arguments in the encoding of the locale, but found letters that it does not have in '" + arg
            + "'; set LC_ALL=C.UTF-8 (now the encoding is " + System.getProperty("sun.jnu.encoding") + ")");
        return true;
      }
    }
    return false;
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
    CommandLine line = e.getCommandLine();
    boolean root = line.getParent() == null;
    if (e instanceof UnmatchedArgumentException unmatched) {
      report(unmatched(unmatched, line));
    } else {
      report(e.getMessage());
      if (root) {
        line.usage(context.terminal().err(), Ansi.OFF);
        return ExitCode.BAD_INPUT;
      }
    }
    context.terminal()
        .note(root
            ? "`tidemill help` lists the verbs, `tidemill help VERB` shows one with its options"
            : "`" + line.getCommandSpec().qualifiedName() + " --help` shows its arguments and options");
    return ExitCode.BAD_INPUT;
  }

  /// What nobody knows, with what may have been meant.
  private static String unmatched(UnmatchedArgumentException e, CommandLine line) {
    String found = e.getUnmatched().getFirst();
    boolean option = found.startsWith("-");
    List<String> known = option
        ? line.getCommandSpec().options().stream().flatMap(each -> Stream.of(each.names())).toList()
        : line.getSubcommands()
            .entrySet()
            .stream()
            .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .toList();
    String name = option ? found.replaceFirst("=.*", "") : found;
    String hint = NearestName.hint(name, known);
    return "Expected " + (option
        ? "an option of `" + line.getCommandSpec().qualifiedName() + "`"
        : known.isEmpty() ? "no more arguments for `" + line.getCommandSpec().qualifiedName() + "`" : "a verb")
        + ", but found '" + Text.line(name) + "'" + (hint.isEmpty() ? "" : "; " + hint);
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
      case StoreUnreachableException _,StoreException _ -> {
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
