package io.tidemill.agent.isolate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What a process has used so far. Without the processes it started.
///
/// @param cpuMicros time of the processor, in microseconds, -1 where it cannot be told
/// @param peakBytes most resident memory, in bytes, -1 where it cannot be told: anywhere but on Linux
public record ProcessUsage(long cpuMicros, long peakBytes) {
  /// Nothing is known.
  public static final ProcessUsage UNKNOWN = new ProcessUsage(-1, -1);

  private static final String PEAK = "VmHWM:";

  /// What a process that may have ended meanwhile has used.
  static ProcessUsage of(ProcessHandle process) {
    long cpu = process.info().totalCpuDuration().map(Duration::toNanos).map(nanos -> nanos / 1_000).orElse(-1L);
    return new ProcessUsage(cpu, peak(process.pid()));
  }

  /// The greater of both: what was known before a process ended stays known.
  ProcessUsage or(ProcessUsage other) {
    return new ProcessUsage(Math.max(cpuMicros, other.cpuMicros), Math.max(peakBytes, other.peakBytes));
  }

  private static long peak(long pid) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.startsWith(PEAK)).findFirst().map(ProcessUsage::bytes).orElse(-1L);
    } catch (IOException | RuntimeException _) {
      // Not Linux, or the process has ended.
      return -1;
    }
  }

  /// Of a line like `VmHWM:     51200 kB`.
  private static long bytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
  }
}
