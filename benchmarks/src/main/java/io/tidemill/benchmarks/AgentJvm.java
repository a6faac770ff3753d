package io.tidemill.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of agents.
final class AgentJvm implements AutoCloseable {
  /// What the launcher says, but for the cache of loaded classes.
  private static final List<String> LAUNCHED = List.of("-Xms16m", "-XX:MinHeapFreeRatio=10",
      "-XX:MaxHeapFreeRatio=20", "-XX:-ShrinkHeapInSteps", "-XX:TrimNativeHeapInterval=15000",
      "-Dio.grpc.netty.shaded.io.netty.allocator.numDirectArenas=1",
      "-Dio.grpc.netty.shaded.io.netty.allocator.numHeapArenas=1",
      "-Dio.grpc.netty.shaded.io.netty.jfr.enabled=false");

  private final Process process;

  private AgentJvm(Process process) {
    this.process = process;
  }

  /// Starts one as `bin/tidemill agent` does.
  ///
  /// @param port port of the scheduler on this machine
  static AgentJvm start(int port, String name) throws IOException {
    Path work = Files.createTempDirectory("tidemill-benchmark-remote");
    return start(LAUNCHED, AgentMain.class, String.valueOf(port), name, work.toString());
  }

  /// Starts one that speaks for many agents without work.
  static AgentJvm crowd(int port, int agents) throws IOException {
    return start(List.of("-Xms16m"), IdleAgentsMain.class, String.valueOf(port), String.valueOf(agents));
  }

  private static AgentJvm start(List<String> options, Class<?> main, String... arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(
        List.of(java.toString(), "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-cp",
            System.getProperty("java.class.path"), main.getName()));
    command.addAll(1, options);
    command.addAll(List.of(arguments));
    return new AgentJvm(new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start());
  }

  /// Number of the process.
  long pid() {
    return process.pid();
  }

  /// Processor time used so far.
  long cpuNanos() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /// Waits a moment.
  ///
  /// @throws IOException if the process has ended
  void check() throws IOException {
    try {
      if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException("Expected the agent to run, but its process ended with " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  @Override public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
