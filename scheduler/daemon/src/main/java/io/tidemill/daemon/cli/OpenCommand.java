package io.tidemill.daemon.cli;

import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.ServerRecord;
import io.tidemill.daemon.client.ConsoleLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Opens the console in a browser, logged in.
@Command(name = "open", description = {"Open the console of the running `dev` or `server` in a browser, logged in.",
    "The link is good for one login within five minutes."})
final class OpenCommand extends Subcommand {
  @Option(names = "--link", description = "Only print the link, for a browser elsewhere") boolean link;

  OpenCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException {
    DataDirectory directory = directory();
    ServerRecord server = directory.server()
        .orElseThrow(() -> badInput("Expected a running `dev` or `server` on the data directory " + directory.path()
            + ", but found none; start one with: tidemill dev"));
    String address = ConsoleLogin.link(server.port(), directory.token());
    boolean opened = !link && !json() && browse(directory.loginPage(address));
    if (json()) {
      terminal().json(Map.of("link", address));
    } else if (opened) {
      terminal().line("opened http://127.0.0.1:" + server.port());
    } else {
      terminal().line(address);
      if (!link) {
        terminal().note("no browser was found here; open the link in one on this machine");
      }
    }
    return ExitCode.GOOD;
  }

  /// Shows a file in the user's browser. The file keeps the link out of the list of processes, which every user can read.
  private boolean browse(Path page) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean display = context.environment().containsKey("DISPLAY")
        || context.environment().containsKey("WAYLAND_DISPLAY");
    List<String> command = system.contains("win")
        ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString())
        : system.contains("mac")
            ? List.of("open", page.toString())
            : display ? List.of("xdg-open", page.toString()) : List.of();
    if (command.isEmpty()) {
      return false;
    }
    try {
      new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
