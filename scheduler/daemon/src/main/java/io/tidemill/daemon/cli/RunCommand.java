package io.tidemill.daemon.cli;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.api.Operations;
import io.tidemill.api.ViewJson;
import io.tidemill.api.run.RunStarted;
import io.tidemill.api.run.StartRequest;
import io.tidemill.api.version.Deployed;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Runs a DAG to its end.
@Command(name = "run", description = {"Run a DAG and show its progress until it ends.",
    "Runs in the `dev` or `server` of the data directory if one is running, else in this process."})
final class RunCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "FILE.java|JAR|DAG-ID", description = "File to deploy and run, or id of a deployed DAG") String target = "";

  @Parameters(index = "1..*", paramLabel = "name=value", description = "Parameters") List<String> pairs = List.of();

  @Option(names = "--params-file", paramLabel = "FILE", description = "Parameters as a JSON object")
  @Nullable Path paramsFile;

  @Option(names = "--dag", paramLabel = "ID", description = "DAG to run, if the file has several") String dag = "";

  @Option(names = "--key", paramLabel = "KEY", description = "Idempotency key, at least one character; reusing it returns the existing run")
  @Nullable String key;

  RunCommand(Context context) {
    super(context);
  }

  @Option(names = "--detach", description = "Exit once the run exists; it goes on in a process of its own, or in the running dev or server") boolean detach;

  @Override public Integer call() throws IOException, InterruptedException {
    if (detach && directory().server().isEmpty()) {
      return detached();
    }
    BundleFile file = target.endsWith(".java") || target.endsWith(".jar") ? read() : null;
    Path params = paramsFile;
    JsonNode object = params == null ? null : object(context.path(params));
    DataDirectory directory = directory();
    Thread ahead = file != null && directory.server().isEmpty() ? prepareAhead(directory, file) : null;
    try {
      return run(file, object);
    } finally {
      if (ahead != null) {
        // Nothing of the command goes on once it has ended, whatever became of it.
        ahead.join();
      }
    }
  }

  private int run(@Nullable BundleFile file, @Nullable JsonNode object) throws IOException, InterruptedException {
    try (SchedulerConnection schedulerConnection = open(RunMode.RUN, "run")) {
      Operations operations = schedulerConnection.operations();
      if (file != null && buildsOnce()) {
        terminal()
            .note("built once; `tidemill check " + target + "` builds it several times, in different surroundings");
      }
      String id = file == null ? target : deployed(operations.versions().deploy(file.name(), file.content(), null));
      try (Interrupts interrupts = Interrupts.open()) {
        RunStarted started = operations.runs()
            .start(new StartRequest(id, key, object, pairs, System.getProperty("user.name", ""), commandId()));
        if (!started.created() && key != null) {
          terminal().note("key '" + key + "' is in use: showing " + started.dag() + "/" + started.run());
        }
        if (detach) {
          return left(started.dag() + "/" + started.run());
        }
        if (!terminal().live()) {
          terminal().note(DetachedRun.STARTED + started.dag() + "/" + started.run());
        }
        interrupts.second(() -> started.dag() + "/" + started.run() + " goes on "
            + (schedulerConnection.remote() ? "where it runs" : "when the next process starts")
            + "; `tidemill ps " + started.dag() + "/" + started.run() + "` shows it");
        int code = new RunFollower(operations, terminal(), started.dag(), started.run()).follow(json(), interrupts);
        schedulerConnection.awaitOthers(terminal()::note);
        return code;
      }
    }
  }

  /// Whether a file is deployed without the comparison that `check` makes.
  private boolean buildsOnce() {
    return directory().server().map(server -> !server.verb().equals("server")).orElse(true);
  }

  private int detached() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
    arguments.remove("--detach");
    DetachedRun.Outcome outcome = new DetachedRun(directory(), context.workingDirectory()).start(arguments);
    if (!outcome.run().isEmpty()) {
      return left(outcome.run());
    }
    terminal().note(Files.readString(outcome.log()).stripTrailing());
    return outcome.exit() == ExitCode.GOOD ? ExitCode.FAILED : outcome.exit();
  }

  /// Says that a run goes on without this process.
  private int left(String run) {
    if (json()) {
      terminal().json(Map.of("run", run));
    } else {
      terminal()
          .line(run + " goes on; `tidemill logs -f " + run + "` follows it, `tidemill cancel " + run + "` ends it");
    }
    return ExitCode.GOOD;
  }

  /// Compiles while the database opens: both take about as long.
  private static Thread prepareAhead(DataDirectory directory, BundleFile file) {
    directory.make();
    return Thread.ofPlatform().daemon().name("tidemill-compile").start(() -> {
      try {
        new BundleLoader(directory.agent().resolve("bundles")).prepare(file);
      } catch (BundleException | IOException _) {
        // The deployment fails in the same way, and reports it.
      }
    });
  }

  private BundleFile read() throws IOException {
    Path path = context.path(Path.of(target));
    if (!Files.isRegularFile(path)) {
      throw badInput("Expected a file to run, but there is none at " + path
          + (target.contains("/") ? "" : "; paths begin at " + context.workingDirectory()));
    }
    return new BundleFile(path.getFileName().toString(), Files.readAllBytes(path));
  }

  private static JsonNode object(Path file) {
    try {
      return ViewJson.STRICT.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw badInput("Expected a readable file with parameters at " + file + ", but found " + e);
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw badInput("Expected a JSON object in " + file + ", but found: " + e.getOriginalMessage()
          + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr()));
    }
  }

  private String deployed(List<Deployed> versions) {
    List<String> ids = versions.stream().map(Deployed::dag).toList();
    if (dag.isEmpty() && ids.size() == 1) {
      return ids.getFirst();
    }
    if (dag.isEmpty() || !ids.contains(dag)) {
      String hint = dag.isEmpty() ? "name one with --dag" : NearestName.hint(dag, ids);
      throw badInput("Expected one of the DAGs " + ids.stream().collect(Collectors.joining(", ")) + " of " + target
          + ", but found " + (dag.isEmpty() ? "no choice" : "'" + dag + "'") + (hint.isEmpty() ? "" : "; " + hint));
    }
    return dag;
  }
}
