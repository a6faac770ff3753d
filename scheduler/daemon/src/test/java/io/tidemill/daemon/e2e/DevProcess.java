package io.tidemill.daemon.e2e;

import io.tidemill.api.Operations;
import io.tidemill.daemon.client.RemoteOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A `tidemill dev` in a process of its own.
final class DevProcess {
  private static final String READY = "ready http://127\\.0\\.0\\.1:(\\d+)";

  private final TidemillProcess process;
  private final Operations operations;

  private DevProcess(TidemillProcess process, Operations operations) {
    this.process = process;
    this.operations = operations;
  }

  /// Starts one and waits until it says that it is ready.
  static DevProcess start(Path directory) throws IOException {
    TidemillProcess process = launch(directory);
    int port = Integer.parseInt(process.says(READY).group(1));
    return new DevProcess(process,
        RemoteOperations.at(port, Files.readString(data(directory).resolve("token")).strip()));
  }

  /// Starts one that may end before it is ready.
  static TidemillProcess launch(Path directory) throws IOException {
    return TidemillProcess.start(directory, Map.of(),
        List.of("dev", "--port", "0", "--data", data(directory).toString(),
            "--dags", directory.resolve("dags").toString()));
  }

  private static Path data(Path directory) {
    return directory.resolve("data");
  }

  /// The process.
  TidemillProcess process() {
    return process;
  }

  /// Its API.
  Operations operations() {
    return operations;
  }

  /// Ends it as the kernel would, with nothing tidied up (SIGKILL).
  void kill() throws InterruptedException {
    process.kill();
  }

  /// Asks it to end, and waits until it has.
  void stop() throws IOException, InterruptedException {
    process.terminate();
    process.exit();
  }
}
