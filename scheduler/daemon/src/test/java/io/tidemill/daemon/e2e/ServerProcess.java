package io.tidemill.daemon.e2e;

import io.tidemill.api.Operations;
import io.tidemill.api.token.TokenRequest;
import io.tidemill.daemon.client.RemoteOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// A `tidemill server` in a process of its own.
final class ServerProcess implements AutoCloseable {
  private static final String READY = "ready http://127\\.0\\.0\\.1:(\\d+) agents tidemill://(.*):(\\d+)";

  private final TidemillProcess process;
  private final Path directory;
  private final Operations operations;
  private final int agentPort;

  private ServerProcess(TidemillProcess process, Path directory, Operations operations, int agentPort) {
    this.process = process;
    this.directory = directory;
    this.operations = operations;
    this.agentPort = agentPort;
  }

  /// Starts one with its data in `directory/data` and waits until it is ready.
  ///
  /// @param agentPort port for agents, 0 for any free one
  /// @param settings variables like `TIDEMILL_AGENTS_LOST_AFTER`
  static ServerProcess start(Path directory, int agentPort, Map<String, String> settings, String... more)
      throws IOException {
    Path data = directory.resolve("data");
    List<String> arguments = new ArrayList<>(
        List.of("server", "--port", "0", "--agent-port", "" + agentPort, "--data", data.toString()));
    arguments.addAll(List.of(more));
    TidemillProcess process = TidemillProcess.start(directory, settings, arguments);
    Matcher ready = process.says(READY);
    String token = Files.readString(data.resolve("token")).strip();
    return new ServerProcess(process, directory, RemoteOperations.at(Integer.parseInt(ready.group(1)), token),
        Integer.parseInt(ready.group(3)));
  }

  /// Its API.
  Operations operations() {
    return operations;
  }

  /// The port for agents.
  int agentPort() {
    return agentPort;
  }

  /// The process.
  TidemillProcess process() {
    return process;
  }

  /// Makes a join token in a file.
  Path token(@Nullable String name) throws IOException {
    String token = operations.tokens().create(new TokenRequest(name, null)).token();
    return Files.writeString(Files.createTempFile(directory, "join", ".token"), token);
  }

  @Override public void close() throws InterruptedException {
    process.close();
  }
}
