package io.tidemill.agent;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Gives memory back once an agent has nothing to do: a heap that grew while bodies ran is collected, which lets it shrink. Java
/// does not do so by itself with the collector that agents have. Used by one thread.
final class IdleHeapTrimmer {
  /// How often to look; an agent that had nothing to do twice in a row rests.
  static final Duration EVERY = Duration.ofSeconds(10);

  private final BooleanSupplier idle;
  private final LongSupplier heapBytes;
  private final Runnable collect;
  private boolean wasIdle;
  private long keptBytes;

  /// @param idle whether there is nothing to do
  /// @param heapBytes memory that the heap has taken from the system
  /// @param collect collects garbage
  IdleHeapTrimmer(BooleanSupplier idle, LongSupplier heapBytes, Runnable collect) {
    this.idle = idle;
    this.heapBytes = heapBytes;
    this.collect = collect;
    this.keptBytes = heapBytes.getAsLong();
  }

  /// The rest of this process.
  static IdleHeapTrimmer ofProcess(BooleanSupplier idle) {
    return new IdleHeapTrimmer(idle, Runtime.getRuntime()::totalMemory, System::gc);
  }

  /// Looks once.
  void look() {
    boolean isIdle = idle.getAsBoolean();
    if (isIdle && wasIdle && heapBytes.getAsLong() > keptBytes) {
      collect.run();
      keptBytes = heapBytes.getAsLong();
    }
    wasIdle = isIdle;
  }
}
