package io.tidemill.daemon.cli;

import io.tidemill.agent.bundle.BundleException;
import io.tidemill.agent.bundle.BundleLoader;
import io.tidemill.agent.bundle.DeterminismCheck;
import io.tidemill.agent.bundle.ExtractionEnvironment;
import io.tidemill.agent.bundle.GraphExtraction;
import io.tidemill.agent.bundle.PreparedBundle;
import io.tidemill.daemon.deploy.BundleRefusals;
import io.tidemill.daemon.render.GraphSummary;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.graph.UnsupportedFeature;
import io.tidemill.protocol.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Checks a file without running any of its tasks.
@Command(name = "check", description = {
    "Compile a file, build its DAGs several times in different surroundings, and show them.",
    "Exits with 2 if there are problems. No task runs, nothing is deployed."})
final class CheckCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "FILE.java|JAR", description = "File to check") Path file = Path.of("");

  CheckCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException, InterruptedException {
    Path path = context.path(file);
    if (!Files.isRegularFile(path)) {
      throw badInput("Expected a file to check, but there is none at " + path);
    }
    Path work = Files.createTempDirectory("tidemill-check");
    try {
      List<Graph> graphs = check(new BundleFile(path.getFileName().toString(), Files.readAllBytes(path)), work);
      if (json()) {
        terminal().json(graphs);
      } else {
        graphs.forEach(graph -> GraphSummary.print(graph, terminal()));
      }
      return ExitCode.GOOD;
    } catch (BundleException e) {
      throw BundleRefusals.of(e);
    } finally {
      delete(work);
    }
  }

  private static List<Graph> check(BundleFile file, Path work)
      throws BundleException, IOException, InterruptedException {
    PreparedBundle prepared = new BundleLoader(work).prepare(file);
    List<Graph> graphs = GraphExtraction.inChild(prepared, ExtractionEnvironment.plain());
    DeterminismCheck.check(prepared, graphs);
    List<UnsupportedFeature> unsupported = graphs.stream()
        .flatMap(graph -> UnsupportedFeature.of(graph).stream())
        .toList();
    if (!unsupported.isEmpty()) {
      throw BundleRefusals.of(unsupported);
    }
    return graphs;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
