package io.tidemill.daemon.cli;

import io.tidemill.daemon.agent.AgentRefusedException;
import io.tidemill.daemon.agent.SchedulerUnreachableException;
import io.tidemill.daemon.agent.ServerAddress;
import io.tidemill.daemon.agent.ServingAgent;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.config.DaemonConfig;
import io.tidemill.daemon.identity.AgentName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs tasks for a scheduler in another process.
@Command(name = "agent", description = {"Run tasks for a `tidemill server`, until Ctrl-C or SIGTERM.",
    "The first signal lets running tasks end and takes no new ones; the second ends the process at once."})
final class AgentCommand extends Subcommand {
  private static final int UNSET = -1;
  private static final int MAX_SLOTS = 100_000;
  private static final int MAX_ISOLATED = 1_000;

  @Option(names = "--server", paramLabel = "HOST:PORT", description = "Address of the server's port for agents; of several servers some, separated by commas. Default: tidemill.agent.server") String server = "";

  @Option(names = "--token-file", paramLabel = "FILE", description = "Join token, for the first start only")
  @Nullable Path tokenFile;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the agent. Default: the name of the host") String name = "";

  @Option(names = "--slots", paramLabel = "N", description = "Attempts that run at a time. Default: tidemill.agent.slots") int slots = UNSET;

  @Option(names = "--isolated-slots", paramLabel = "N", description = "Attempts of isolated tasks that run at a time. Default: tidemill.agent.isolated-slots") int isolatedSlots = UNSET;

  @Option(names = "--labels", paramLabel = "A,B", description = "Labels the agent carries") String labels = "";

  @Option(names = "--queues", paramLabel = "A,B", description = "Queues the agent serves. Default: default") String queues = "";

  @Option(names = "--work", paramLabel = "DIR", description = "Folder for credential, journal and bundles. Default: agents/NAME in the data directory")
  @Nullable Path work;

  @Option(names = "--ca", paramLabel = "FILE", description = "Authority that signed the server's certificate, PEM. Default: trust the certificate named by the join token")
  @Nullable Path authority;

  @Option(names = "--cert", paramLabel = "FILE", description = "Certificate to present instead of a credential, PEM")
  @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "Private key of --cert, PKCS #8 PEM")
  @Nullable Path key;

  @Option(names = "--drain", paramLabel = "TIME", description = "Time running tasks have to end after the first signal. Default: 10m") String drain = "";

  @Option(names = "--connect-timeout", paramLabel = "TIME", description = "Time after which to exit with 3 if the server does not answer. Default: none, retry forever") String connectTimeout = "";

  AgentCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    DataDirectory directory = directory();
    DaemonConfig config = configured(ConfigReader.read(directory.path(), context.environment()).config());
    DaemonConfig.RemoteAgent remote = config.remoteAgent();
    List<ServerAddress> addresses = ServerAddress.parseAll(remote.server());
    if (addresses.isEmpty()) {
      throw badInput("Expected the address of the server as HOST:PORT in --server, but found "
          + (remote.server().isEmpty() ? "none" : "'" + remote.server() + "'"));
    }
    String agentName = remote.name().isEmpty() ? hostName() : remote.name();
    if (!AgentName.good(agentName)) {
      throw badInput("Expected " + AgentName.RULE + " with --name, but found '" + agentName + "'");
    }
    Path folder = remote.work() == null
        ? directory.path().resolve("agents").resolve(agentName)
        : context.path(remote.work());
    Duration timeout = connectTimeout.isEmpty() ? null : TimeSpan.parse("--connect-timeout", connectTimeout);
    return serve(config, agentName, addresses, folder, timeout);
  }

  private int serve(DaemonConfig config, String agentName, List<ServerAddress> addresses, Path folder,
      @Nullable Duration timeout) throws IOException, InterruptedException {
    Thread starting = Thread.currentThread();
    try (StopSignal stop = StopSignal.open()) {
      stop.each(starting::interrupt);
      try (ServingAgent agent = ServingAgent.open(config, agentName, addresses, folder, this::print, timeout)) {
        stop.each(agent::stop);
        agent.await();
        terminal().note("agent " + agentName + " has ended");
        return ExitCode.GOOD;
      }
    } catch (AgentRefusedException e) {
      throw badInput(String.valueOf(e.getMessage()));
    } catch (SchedulerUnreachableException e) {
      terminal().note("✗ " + e.getMessage());
      return ExitCode.UNREACHABLE;
    } catch (InterruptedException _) {
      // Stopped before it connected.
      return ExitCode.GOOD;
    }
  }

  private void print(String text) {
    terminal().line(text);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "";
    }
  }

  private DaemonConfig configured(DaemonConfig config) {
    check("--slots", slots, MAX_SLOTS);
    check("--isolated-slots", isolatedSlots, MAX_ISOLATED);
    if ((certificate == null) != (key == null)) {
      throw badInput("Expected --cert and --key together, but found one of them");
    }
    DaemonConfig.RemoteAgent given = config.remoteAgent();
    DaemonConfig.RemoteAgent remote = new DaemonConfig.RemoteAgent(or(server, given.server()),
        or(tokenFile, given.tokenFile()), or(name, given.name()), or(work, given.work()),
        labels.isEmpty() ? given.labels() : words(labels), queues.isEmpty() ? given.queues() : words(queues),
        or(authority, given.authority()), or(certificate, given.certificate()), or(key, given.key()),
        drain.isEmpty() ? given.drain() : TimeSpan.parse("--drain", drain));
    if (remote.queues().isEmpty()) {
      throw badInput("Expected at least one queue with --queues, but found none; leave it out for the default queue");
    }
    DaemonConfig.Agent agent = config.agent();
    return config.with(remote)
        .with(agent.withSlots(slots == UNSET ? agent.slots() : slots)
            .withIsolatedSlots(isolatedSlots == UNSET ? agent.isolatedSlots() : isolatedSlots));
  }

  private static void check(String option, int value, int max) {
    if (value != UNSET && (value < 1 || value > max)) {
      throw badInput("Expected " + option + " from 1 to " + max + ", but found " + value);
    }
  }

  private static String or(String typed, String otherwise) {
    return typed.isEmpty() ? otherwise : typed;
  }

  private @Nullable Path or(@Nullable Path typed, @Nullable Path otherwise) {
    Path path = typed == null ? otherwise : typed;
    return path == null ? null : context.path(path);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty()).distinct().toList();
  }
}
