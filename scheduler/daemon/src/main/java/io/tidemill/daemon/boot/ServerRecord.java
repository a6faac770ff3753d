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

/// Where a running `dev` or `server` is reached.
///
/// @param verb which of them it is
/// @param port port on 127.0.0.1
/// @param pid its process
/// @param agents `HOST:PORT` for agents, null where none can connect
public record ServerRecord(String verb, int port, long pid, @Nullable String agents) {
  static final String FILE = "server.json";

  private static final int CONNECT_MILLIS = 1_000;

  static Optional<ServerRecord> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(ViewJson.LENIENT.readValue(Files.readAllBytes(file), ServerRecord.class))
          : Optional.empty();
    } catch (IOException | JacksonException _) {
      // It was written by something else, or is being replaced: whoever needs it finds the lock held.
      return Optional.empty();
    }
  }

  String json() {
    return ViewJson.STRICT.writeValueAsString(this);
  }

  /// Whether it still answers: after a crash the file stays, and another process may have the number.
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
