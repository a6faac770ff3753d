package io.tidemill.agent.isolate;

import java.util.List;

/// What the processes of `isolated()` attempts may use.
///
/// @param slots attempts with a process of their own that run at a time, beside the others. Default: number of processors
/// @param heapMegabytes most memory for objects of one such process, in MiB, at least 16; the process as a whole uses some more.
///     Default 512
/// @param environment names of the variables of the agent's environment that the process gets. Default `HOME`, `LANG`, `LC_ALL`,
///     `LC_CTYPE`, `PATH`, `TZ` and `USER`
public record Isolation(int slots, int heapMegabytes, List<String> environment) {
  /// Most memory for objects where nothing else is configured, in MiB.
  public static final int DEFAULT_HEAP_MEGABYTES = 512;

  private static final List<String> ENVIRONMENT = List.of("HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ", "USER");

  public Isolation {
    environment = List.copyOf(environment);
    if (slots < 1 || heapMegabytes < 16) {
      throw new IllegalArgumentException(
          "Expected slots of at least 1 and a heap of at least 16 MiB, but found " + slots
              + " and " + heapMegabytes);
    }
  }

  /// All defaults.
  public static Isolation plain() {
    return new Isolation(Runtime.getRuntime().availableProcessors(), DEFAULT_HEAP_MEGABYTES, ENVIRONMENT);
  }

  /// The same with another heap.
  public Isolation withHeapMegabytes(int megabytes) {
    return new Isolation(slots, megabytes, environment);
  }

  /// The same with another number of processes at a time.
  public Isolation withSlots(int number) {
    return new Isolation(number, heapMegabytes, environment);
  }
}
