package io.tidemill.daemon.e2e;

import io.tidemill.api.Operations;
import io.tidemill.daemon.Main;
import io.tidemill.daemon.client.RemoteOperations;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `tidemill dev` in a process of its own.
final class DevProcess {
  private static final Pattern READY = Pattern.compile("ready http://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Operations operations;

  private DevProcess(Process process, Operations operations) {
    this.process = process;
    this.operations = operations;
  }

  /// Starts one and waits until it says that it is ready.
  static DevProcess start(Path directory) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process = new ProcessBuilder(
        List.of(java.toString(), "-Xmx512m", "-cp", System.getProperty("java.class.path"),
            Main.class.getName(), "dev", "--port", "0", "--data", directory.resolve("data").toString(), "--dags",
            directory.resolve("dags").toString()))
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
    StringBuilder told = new StringBuilder();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      told.append(line).append('\n');
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        Thread.ofVirtual().start(() -> out.lines().forEach(rest -> {}));
        String token = Files.readString(directory.resolve("data/token")).strip();
        return new DevProcess(process, RemoteOperations.at(Integer.parseInt(ready.group(1)), token));
      }
    }
    throw new IOException("Expected dev to become ready, but it ended saying: " + told);
  }

  /// Its API.
  Operations operations() {
    return operations;
  }

  /// Ends it as the kernel would, with nothing tidied up (SIGKILL).
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// Asks it to end.
  void stop() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
