package io.tidemill.examples;

import io.tidemill.daemon.cli.CommandLineInterface;
import io.tidemill.daemon.cli.Context;
import io.tidemill.daemon.render.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command line in this process, on a data directory of its own.
record Tidemill(Path data) {
  private static final JsonMapper JSON = new JsonMapper();

  /// What the command line answered.
  record Answer(int exitCode, String out, String err) {
    JsonNode json() {
      return JSON.readTree(out);
    }

    /// The result of a task no other task waits for.
    JsonNode result(String task) {
      return json().path("results").path(task);
    }

    String status() {
      return json().path("detail").path("run").path("status").asString("");
    }

    @Override public String toString() {
      return "exit code " + exitCode + "\n" + out + err;
    }
  }

  Answer tell(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, 100, 24);
    var code = new CommandLineInterface(new Context(terminal, Map.of(), Repository.ROOT)).run(args);
    return new Answer(code, out.toString(), err.toString());
  }

  /// Runs an example to its end.
  Answer run(String example, String... params) {
    var args = new ArrayList<>(
        List.of("run", "examples/" + example + ".java", "-o", "json", "--data", data.toString()));
    args.addAll(List.of(params));
    return tell(args.toArray(String[]::new));
  }
}
