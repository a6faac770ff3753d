package io.tidemill.daemon.boot;

import io.tidemill.console.view.ViewJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/// Where a running `dev` is reached.
///
/// @param port port on 127.0.0.1
/// @param pid its process
public record DevRecord(int port, long pid) {
  static final String FILE = "dev.json";

  private static final int CONNECT_MILLIS = 1_000;

  static Optional<DevRecord> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(ViewJson.LENIENT.readValue(Files.readAllBytes(file), DevRecord.class))
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
