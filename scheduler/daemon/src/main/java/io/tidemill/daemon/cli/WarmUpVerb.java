package io.tidemill.daemon.cli;

import io.tidemill.console.rest.ApiServer;
import io.tidemill.console.view.Event;
import io.tidemill.console.view.Operations;
import io.tidemill.console.view.Operations.Subscription;
import io.tidemill.console.view.RunStarted;
import io.tidemill.console.view.StartRequest;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.Installation;
import io.tidemill.daemon.client.RemoteOperations;
import io.tidemill.daemon.config.ConfigReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;

/// Does once what people do most, for the launcher: the virtual machine writes down the classes that were needed, and starts
/// faster from then on.
@Command(name = "warm-up", hidden = true)
final class WarmUpVerb extends Verb {
  private static final String FILE = "WarmUp.java";

  WarmUpVerb(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tidemill-warm-up");
    try {
      Path file = folder.resolve(FILE);
      try (InputStream source = Objects.requireNonNull(WarmUpVerb.class.getResourceAsStream(FILE))) {
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
      CheckVerb.delete(folder);
    }
  }

  /// What `dev` does, and what the others do when it runs.
  private void serve(DataDirectory directory, byte[] source) throws IOException, InterruptedException {
    try (Installation installation = Installation.serve(directory,
        ConfigReader.read(directory.path(), Map.of()).config(),
        "warm-up"); ApiServer server = ApiServer.start(installation.operations(), directory.token(), 0)) {
      Operations remote = new RemoteOperations(server.port(), directory.token());
      try (Interrupts interrupts = Interrupts.open(); Subscription _ = remote.subscribe((Event _) -> {
        // Only the way of the events matters.
      })) {
        remote.deploy(FILE, source, null);
        RunStarted started = remote.start(new StartRequest("warm-up", null, null, List.of()));
        new RunFollower(remote, terminal(), started.dag(), started.run()).follow(true, interrupts);
      }
    }
  }
}
