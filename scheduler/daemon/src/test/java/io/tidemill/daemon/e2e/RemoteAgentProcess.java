package io.tidemill.daemon.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A `tidemill agent` in a process of its own, with its work folder in `directory/agents/NAME` and four slots where nothing else is said.
final class RemoteAgentProcess implements AutoCloseable {
  private final TidemillProcess process;
  private final String name;

  private RemoteAgentProcess(TidemillProcess process, String name) {
    this.process = process;
    this.name = name;
  }

  /// Starts one that joins a server, and waits until it is connected.
  static RemoteAgentProcess join(Path directory, String name, ServerProcess server, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--token-file", server.token(name).toString()));
    arguments.addAll(List.of(more));
    RemoteAgentProcess agent = start(directory, name, server.agentPort(), arguments);
    agent.connected();
    return agent;
  }

  /// Starts one, without waiting for anything.
  ///
  /// @param port where the server, or something before it, listens
  static RemoteAgentProcess start(Path directory, String name, int port, List<String> more) throws IOException {
    return start(directory, name, port, Map.of(), more);
  }

  /// Starts one, without waiting for anything.
  ///
  /// @param settings variables like `TIDEMILL_AGENT_HALT_AFTER`
  static RemoteAgentProcess start(Path directory, String name, int port, Map<String, String> settings,
      List<String> more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("agent", "--server", "127.0.0.1:" + port, "--name", name,
        "--data", directory.resolve("data").toString()));
    if (!more.contains("--slots")) {
      arguments.addAll(List.of("--slots", "4"));
    }
    if (!more.contains("--work")) {
      arguments.addAll(List.of("--work", directory.resolve("agents").resolve(name).toString()));
    }
    arguments.addAll(more);
    return new RemoteAgentProcess(TidemillProcess.start(directory, settings, arguments), name);
  }

  /// Waits until it says that it is connected.
  void connected() {
    process.says("connected to ");
  }

  /// Its name.
  String name() {
    return name;
  }

  /// The process.
  TidemillProcess process() {
    return process;
  }

  @Override public void close() throws InterruptedException {
    process.close();
  }
}
