package io.tidemill.agent.isolate;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What the processes of `isolated()` attempts may use.
///
/// @param slots attempts with a process of their own that run at a time, beside the others. Default: number of processors
/// @param heapMegabytes most memory for objects of one such process, in MiB, at least 16; the process as a whole uses some more.
///     Default 512
/// @param silence how long the agent may be silent before such a process ends itself, at least 60 ms. Default 30 s
/// @param environment names of the variables of the agent's environment that the process gets. Default `HOME`, `LANG`, `LC_ALL`,
///     `LC_CTYPE`, `PATH`, `TZ` and `USER`
public record Isolation(int slots, int heapMegabytes, Duration silence, List<String> environment) {
  /// Most memory for objects where nothing else is configured, in MiB.
  public static final int DEFAULT_HEAP_MEGABYTES = 512;

  /// Least memory for objects that can be configured, in MiB.
  public static final int LEAST_HEAP_MEGABYTES = 16;

  /// How many times the agent speaks while it might be silent, so that one word that is late ends nothing.
  static final int WORDS = 6;
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration LEAST_SILENCE = Duration.ofMillis(60);
  private static final List<String> ENVIRONMENT = List.of("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ", "USER");

  public Isolation {
    environment = List.copyOf(environment);
    if (slots < 1 || heapMegabytes < LEAST_HEAP_MEGABYTES) {
      throw new IllegalArgumentException(
          "Expected slots of at least 1 and a heap of at least " + LEAST_HEAP_MEGABYTES + " MiB, but found " + slots
              + " and " + heapMegabytes);
    }
    if (silence.compareTo(LEAST_SILENCE) < 0) {
      throw new IllegalArgumentException("Expected a silence of at least 60 ms, but found " + silence);
    }
  }

  /// How often the agent says that it is there.
  Duration ping() {
    return silence.dividedBy(WORDS);
  }

  /// All defaults.
  public static Isolation plain() {
    return new Isolation(Runtime.getRuntime().availableProcessors(), DEFAULT_HEAP_MEGABYTES, SILENCE,
        ENVIRONMENT);
  }

  /// The same with another heap.
  public Isolation withHeapMegabytes(int megabytes) {
    return new Isolation(slots, megabytes, silence, environment);
  }

  /// The same with another number of processes at a time.
  public Isolation withSlots(int number) {
    return new Isolation(number, heapMegabytes, silence, environment);
  }

  /// The same with further variables of the agent's environment.
  public Isolation withEnvironment(List<String> names) {
    return new Isolation(slots, heapMegabytes, silence, Stream.concat(environment.stream(), names.stream()).toList());
  }

  /// The same with another silence.
  public Isolation withSilence(Duration most) {
    return new Isolation(slots, heapMegabytes, most, environment);
  }
}
