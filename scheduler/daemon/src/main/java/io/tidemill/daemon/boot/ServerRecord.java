package io.tidemill.daemon.boot;

import io.tidemill.api.ViewJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The address of a running `dev` or `server`, or of a `run` or `rerun` that has not ended.
///
/// @param verb the verb of its process
/// @param port port on 127.0.0.1
/// @param pid its process id
/// @param agents address for agents, `HOST:PORT`; null if none can connect
public record ServerRecord(String verb, int port, long pid, @Nullable String agents) {
  static final String FILE = "server.json";

  private static final int CONNECT_MILLIS = 1_000;

  static Optional<ServerRecord> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(ViewJson.LENIENT.readValue(Files.readAllBytes(file), ServerRecord.class))
          : Optional.empty();
    } catch (IOException | JacksonException _) {
      // Damaged, or being replaced: callers find the lock held and wait.
      return Optional.empty();
    }
  }

  String json() {
    return ViewJson.STRICT.writeValueAsString(this);
  }

  /// Whether it still answers: after a crash the file remains, and another process may have the id.
  boolean alive() {
    if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
