package io.tidemill.agent.bundle;

import io.tidemill.dsl.TaskContext;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.protocol.BundleFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// A process that builds the DAGs of one bundle: started ahead or when it is needed, used once. It has a limit of time, memory
/// and output, and an empty environment.
final class ExtractionChild implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder()
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();
  private static final int MOST_TOLD_BYTES = 4 << 10;
  private static final int MOST_METASPACE_MEGABYTES = 256;

  private final Process process;
  private final ExtractionEnvironment extractionEnvironment;
  private final CompletableFuture<byte[]> answer;
  private final CompletableFuture<byte[]> told;

  private ExtractionChild(Process process, ExtractionEnvironment extractionEnvironment) {
    this.process = process;
    this.extractionEnvironment = extractionEnvironment;
    answer = reading("tidemill-graphs", process.getInputStream(), extractionEnvironment.answerBytes() + 1);
    told = reading("tidemill-graphs-told", process.getErrorStream(), MOST_TOLD_BYTES);
  }

  /// Starts one, which waits for its bundle.
  static ExtractionChild start(ExtractionEnvironment extractionEnvironment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(extractionEnvironment));
    // What the daemon keeps in its environment is not for user code, and a DAG must not depend on it.
    builder.environment().clear();
    builder.environment().putAll(extractionEnvironment.variables());
    return new ExtractionChild(builder.start(), extractionEnvironment);
  }

  /// Whether it waits still.
  boolean alive() {
    return process.isAlive();
  }

  /// The first bytes of a stream; the others are read and forgotten, so that who writes them never waits.
  private static CompletableFuture<byte[]> reading(String name, InputStream in, int most) {
    CompletableFuture<byte[]> first = new CompletableFuture<>();
    // Not virtual: a read of a pipe holds its carrier, and a child waits for hours. Two of them were all carriers of a machine
    // with two processors, and after a minute without work nothing virtual ran there any more.
    Thread.ofPlatform().name(name).daemon().start(() -> {
      try (in) {
        first.complete(in.readNBytes(most));
        in.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        first.completeExceptionally(e);
      }
    });
    return first;
  }

  /// Builds the DAGs. Blocks until the process has ended, at most for the timeout.
  List<Graph> build(PreparedBundle prepared) throws BundleException, IOException, InterruptedException {
    long end = System.nanoTime() + extractionEnvironment.timeout().toNanos();
    try (OutputStream request = process.getOutputStream()) {
      request.write(String.join("\n", prepared.hash(), prepared.name(), prepared.jar().toAbsolutePath().toString(), "")
          .getBytes(StandardCharsets.UTF_8));
    }
    try {
      byte[] bytes = answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (bytes.length > extractionEnvironment.answerBytes()) {
        throw new BundleException(String.format(Locale.ROOT,
            "Expected the graphs of %s to have at most %,d bytes as JSON, but found more; shard a task over data instead of"
                + " declaring a task for each piece",
            prepared.name(), extractionEnvironment.answerBytes()));
      }
      if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw late(prepared);
      }
      return parse(prepared, new String(bytes, StandardCharsets.UTF_8), process.exitValue());
    } catch (TimeoutException _) {
      throw late(prepared);
    } catch (ExecutionException e) {
      throw new IOException(
          "Expected an answer of the process that builds " + prepared.name() + ", but: " + e.getCause(), e);
    }
  }

  private BundleException late(PreparedBundle prepared) {
    return new BundleException("Expected the DAGs of " + prepared.name() + " to be built within "
        + extractionEnvironment.timeout().toSeconds()
        + " s, but it takes longer; a DAG must not wait for anything when it is built");
  }

  private static List<String> command(ExtractionEnvironment extractionEnvironment) {
    String path = Stream.of(GraphExtractor.class, TaskContext.class, BundleFile.class)
        .map(ExtractionChild::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (extractionEnvironment.identity() >= 0) {
      command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=" + extractionEnvironment.identity()));
    }
    if (!extractionEnvironment.orders().isEmpty()) {
      // What is compiled has the order built in that was valid then.
      command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=exclude,java.util.ImmutableCollections*::*",
          "-XX:CompileCommand=dontinline,java.util.ImmutableCollections*::*"));
    }
    command.addAll(List.of(
        "-Xmx" + extractionEnvironment.heapMegabytes() + "m",
        "-XX:MaxDirectMemorySize=" + extractionEnvironment.heapMegabytes() + "m",
        "-XX:MaxMetaspaceSize=" + MOST_METASPACE_MEGABYTES + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Xshare:auto", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
        "-Duser.timezone=" + extractionEnvironment.zone().getId(),
        "-Duser.language=" + extractionEnvironment.locale().getLanguage(),
        "-Duser.country=" + extractionEnvironment.locale().getCountry(),
        "-Duser.extensions=" + extensions(extractionEnvironment), "-cp", path, GraphExtractor.class.getName()));
    extractionEnvironment.orders().forEach(order -> command.add(order.reverse() + "," + order.start()));
    return command;
  }

  private static String extensions(ExtractionEnvironment extractionEnvironment) {
    String unicode = extractionEnvironment.locale().getExtension(Locale.UNICODE_LOCALE_EXTENSION);
    return unicode == null ? "" : "u-" + unicode;
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Graph> parse(PreparedBundle prepared, String text, int exit)
      throws BundleException, ExecutionException, InterruptedException {
    List<String> lines = text.lines().toList();
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (first.equals(GraphExtractor.PROBLEM)) {
      throw new BundleException(text.substring(first.length()).strip());
    }
    if (first.equals(GraphExtractor.MEMORY)) {
      throw new BundleException("Expected the DAGs of " + prepared.name() + " to be built within "
          + extractionEnvironment.heapMegabytes()
          + " MiB, but found OutOfMemoryError; load data in tasks, not when the DAG is built");
    }
    if (!first.equals(GraphExtractor.GRAPHS)) {
      String errors = new String(told.get(), StandardCharsets.UTF_8).strip();
      throw new BundleException("Expected the graphs of " + prepared.name()
          + ", but the process that builds them ended with exit code " + exit
          + "; a DAG must not end the process when it is built" + (errors.isEmpty() ? "" : ". It told: " + errors));
    }
    try {
      return lines.stream().skip(1).map(line -> JSON.readValue(line, Graph.class)).toList();
    } catch (JacksonException e) {
      throw new BundleException(
          "Expected graphs as JSON from " + prepared.name() + ", but found: " + e.getOriginalMessage());
    }
  }

  /// Ends the process and whatever it started.
  @Override public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
