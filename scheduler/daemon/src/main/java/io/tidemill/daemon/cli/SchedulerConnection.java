package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.daemon.boot.Daemon;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.boot.ServerRecord;
import io.tidemill.daemon.client.RemoteOperations;
import io.tidemill.daemon.config.ConfigReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection to a scheduler: that of a running `dev` or `server`, or one in this process.
final class SchedulerConnection implements AutoCloseable {
  private final Operations operations;
  private final @Nullable Daemon local;
  private final @Nullable RunServer server;

  private SchedulerConnection(Operations operations, @Nullable Daemon local, @Nullable RunServer server) {
    this.operations = operations;
    this.local = local;
    this.server = server;
  }

  static SchedulerConnection open(DataDirectory directory, Map<String, String> environment, RunMode work, String verb) {
    String address = environment.getOrDefault(ServerVariables.SERVER, "");
    if (!address.isEmpty()) {
      return new SchedulerConnection(
          RemoteOperations.at(ServerVariables.server(address), ServerVariables.token(environment)), null, null);
    }
    Optional<ServerRecord> server = directory.server();
    if (server.isPresent()) {
      return new SchedulerConnection(RemoteOperations.at(server.get().port(), token(directory)), null, null);
    }
    if (work != RunMode.RUN && !directory.exists()) {
      throw new BadInputException(
          "Expected the data directory of an earlier run, but there is none at " + directory.path()
              + "; run a DAG first, or name another directory with --data");
    }
    Daemon local = Daemon.open(directory, ConfigReader.read(directory.path(), environment).config(), work,
        verb);
    // Whoever runs tasks may take long; others are not locked out meanwhile.
    RunServer serving = work == RunMode.RUN
        ? RunServer.start(directory, local.operations(), local.callers(), verb)
        : null;
    return new SchedulerConnection(local.operations(), local, serving);
  }

  private static String token(DataDirectory directory) {
    try {
      return directory.token();
    } catch (IOException e) {
      throw new BadInputException("Expected to read the token of the API in " + directory.path() + ", but found " + e
          + "; only the user who runs `tidemill dev` may use it");
    }
  }

  Operations operations() {
    return operations;
  }

  /// Whether the scheduler is that of another process.
  boolean remote() {
    return local == null;
  }

  /// Waits until the runs have ended that others started here meanwhile.
  ///
  /// @param waiting is told once if there are any
  void awaitOthers(Consumer<String> waiting) throws InterruptedException {
    if (server != null) {
      server.awaitOthers(waiting);
    }
  }

  @Override public void close() {
    if (server != null) {
      server.close();
    }
    if (local != null) {
      local.close();
    }
  }
}
