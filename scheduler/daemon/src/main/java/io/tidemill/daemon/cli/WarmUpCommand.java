package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.run.RunStarted;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.token.TokenRequest;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.client.RemoteOperations;
import io.tidemill.daemon.config.ConfigReader;
import io.tidemill.daemon.config.DaemonConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Exercises the most frequent verbs once for the launcher: the virtual machine records the classes they load, and starts faster
/// from then on.
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand extends Subcommand {
  private static final String FILE = "WarmUp.java";

  private static final Duration AGENT_END_TIMEOUT = Duration.ofMinutes(2);

  @Parameters(paramLabel = "OPTION", description = "Java options of an agent to warm up in a process of its own") List<String> agentJava = List
      .of();

  WarmUpCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tidemill-warm-up");
    try {
      Path file = folder.resolve(FILE);
      try (InputStream source = Objects.requireNonNull(WarmUpCommand.class.getResourceAsStream(FILE))) {
        Files.copy(source, file);
      }
      Path data = folder.resolve("data");
      CommandLineInterface line = new CommandLineInterface(new Context(terminal(), Map.of(), folder));
      int code = line.run("run", file.toString(), "parts=2", "--data", data.toString());
      line.run("ps", "--data", data.toString());
      line.run("logs", "warm-up", "--data", data.toString());
      serve(DataDirectory.at(data), Files.readAllBytes(file));
      return code;
    } finally {
      CheckCommand.delete(folder);
    }
  }

  /// Exercises `dev` and `server`, verbs that call a running one, and an agent.
  private void serve(DataDirectory directory, byte[] source) throws IOException, InterruptedException {
    DaemonConfig config = ConfigReader.read(directory.path(), Map.of("TIDEMILL_AGENTS_PORT", "0")).config();
    try (
        Daemon installation = Daemon.serveAgents(directory, config, agentJava.isEmpty(), "warm-up");
        ApiServer server = ApiServer.start(installation.operations(), directory.token(), installation.callers(), 0)) {
      Operations remote = RemoteOperations.at(server.port(), directory.token());
      remote.versions().deploy(FILE, source, null);
      if (agentJava.isEmpty()) {
        run(remote);
        return;
      }
      Path token = directory.path().resolve("join-token");
      Files.writeString(token, remote.tokens().create(new TokenRequest(null, null)).token());
      Process agent = agent(directory.path(), token, Objects.requireNonNull(installation.agents()));
      try {
        if (connected(agent)) {
          run(remote);
        }
        // The agent writes its class list at exit and needs its output for that: Process.destroy would close it.
        agent.toHandle().destroy();
        agent.waitFor(AGENT_END_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      } finally {
        agent.destroyForcibly();
      }
    }
  }

  private void run(Operations remote) throws InterruptedException {
    try (Interrupts interrupts = Interrupts.open(); Subscription _ = remote.events().subscribe((Event _) -> {
      // Receiving events is all that is exercised.
    })) {
      RunStarted started = remote.runs().start(new StartRequest("warm-up", null, null, List.of()));
      new RunFollower(remote, terminal(), started.dag(), started.run()).follow(true, interrupts);
      remote.overviews().get();
      remote.graphs().get(started.dag(), started.version());
    }
  }

  private Process agent(Path data, Path token, String server) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(agentJava);
    command.addAll(List.of("-jar", System.getProperty("java.class.path"), "agent", "--server", server, "--token-file",
        token.toString(), "--name", "warm-up", "--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("TIDEMILL_"));
    return builder.start();
  }

  /// Waits until the agent has a session; false if it ended instead.
  private static boolean connected(Process agent) throws IOException {
    BufferedReader output = agent.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("connected to")) {
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {
          // Read, so that the agent never blocks on its output.
        }));
        return true;
      }
    }
    return false;
  }
}
