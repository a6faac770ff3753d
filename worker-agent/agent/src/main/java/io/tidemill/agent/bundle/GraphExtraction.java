package io.tidemill.agent.bundle;

import io.tidemill.dsl.Ctx;
import io.tidemill.dsl.Dag;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.protocol.BundleFile;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Gets the graphs of a bundle's DAGs. Building a DAG runs user code: [#inChild] does so in another process with a limit of
/// time and memory and an empty environment, [#here] in this one, faster and without any limit.
public final class GraphExtraction {
  private static final JsonMapper JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();
  private static final int MOST_ANSWER_BYTES = 256 << 20;
  private static final int MOST_TOLD_CHARS = 4 << 10;

  private GraphExtraction() {}

  /// The graphs, built in this process by the calling thread.
  ///
  /// @throws BundleException if a DAG cannot be built
  public static List<Graph> here(PreparedBundle prepared) throws BundleException, IOException {
    try (LoadedBundle bundle = LoadedBundle.open(prepared)) {
      return DagFinder.find(bundle).stream().map(Dag::graph).toList();
    }
  }

  /// The graphs, built in a fresh process. Blocks until it has ended, at most for the timeout.
  ///
  /// @throws BundleException if a DAG cannot be built, or not within the limits
  /// @throws IOException if no process can be started or read
  public static List<Graph> inChild(PreparedBundle prepared, Surroundings surroundings)
      throws BundleException, IOException, InterruptedException {
    Path errors = Files.createTempFile("tidemill-extract", ".err");
    try {
      return run(prepared, surroundings, errors);
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private static List<Graph> run(PreparedBundle prepared, Surroundings surroundings, Path errors)
      throws BundleException, IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(prepared, surroundings));
    // What the daemon keeps in its environment is not for user code, and a DAG must not depend on it.
    builder.environment().clear();
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        process.getOutputStream().close();
        Future<byte[]> answer = reader.submit(() -> process.getInputStream().readNBytes(MOST_ANSWER_BYTES));
        if (!process.waitFor(surroundings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
          throw new BundleException("Expected the DAGs of " + prepared.name() + " to be built within "
              + surroundings.timeout().toSeconds()
              + " s, but it takes longer; a DAG must not wait for anything when it is built");
        }
        return parse(prepared, new String(answer.get(), StandardCharsets.UTF_8), process.exitValue(), errors);
      } catch (ExecutionException e) {
        throw new IOException(
            "Expected an answer of the process that builds " + prepared.name() + ", but: " + e.getCause(),
            e);
      } finally {
        // Before the reader is closed, which waits for the end of the process's output.
        process.destroyForcibly();
      }
    }
  }

  private static List<String> command(PreparedBundle prepared, Surroundings surroundings) {
    String path = Stream.of(GraphExtractor.class, Ctx.class, BundleFile.class)
        .map(GraphExtraction::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + surroundings.heapMegabytes() + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
        "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
        "-Duser.timezone=" + surroundings.zone().getId(), "-Duser.language=" + surroundings.locale().getLanguage(),
        "-Duser.country=" + surroundings.locale().getCountry(),
        "-Duser.extensions=" + extensions(surroundings), "-cp", path, GraphExtractor.class.getName(),
        prepared.hash(), prepared.name(), prepared.jar().toAbsolutePath().toString());
  }

  private static String extensions(Surroundings surroundings) {
    String unicode = surroundings.locale().getExtension(Locale.UNICODE_LOCALE_EXTENSION);
    return unicode == null ? "" : "u-" + unicode;
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Graph> parse(PreparedBundle prepared, String answer, int exit, Path errors)
      throws BundleException, IOException {
    List<String> lines = answer.lines().toList();
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (first.equals(GraphExtractor.PROBLEM)) {
      throw new BundleException(answer.substring(first.length()).strip());
    }
    if (!first.equals(GraphExtractor.GRAPHS)) {
      throw new BundleException(
          "Expected the graphs of " + prepared.name() + ", but the process that builds them ended with "
              + exit + ": " + told(errors));
    }
    try {
      return lines.stream().skip(1).map(line -> JSON.readValue(line, Graph.class)).toList();
    } catch (JacksonException e) {
      throw new BundleException(
          "Expected graphs as JSON from " + prepared.name() + ", but found: " + e.getOriginalMessage());
    }
  }

  private static String told(Path errors) throws IOException {
    try (var in = Files.newInputStream(errors)) {
      return new String(in.readNBytes(MOST_TOLD_CHARS), StandardCharsets.UTF_8).strip();
    }
  }
}
