package io.tidemill.runtime;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// A warning whose cause may last and come up many times a second: told at once, and again every ten seconds with how often it came up since.
/// Safe for use by several threads.
public final class RepeatedWarning {
  private static final long PERIOD_NANOS = 10_000_000_000L;

  private final Logger log;
  private final LongSupplier nanos;
  private long toldAt;
  private long untold;
  private boolean told;

  /// A warning by the machine's clock.
  public RepeatedWarning(Logger log) {
    this(log, System::nanoTime);
  }

  /// @param nanos monotonic time in nanoseconds
  RepeatedWarning(Logger log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /// Tells it, unless it was told within ten seconds.
  public synchronized void tell(String text) {
    long now = nanos.getAsLong();
    if (told && now - toldAt < PERIOD_NANOS) {
      untold++;
      return;
    }
    if (untold == 0) {
      log.warn("{}", text);
    } else {
      log.warn("{} ({} more like this since it was last told)", text, untold);
    }
    told = true;
    toldAt = now;
    untold = 0;
  }

  /// Notes that its cause is over; the next warning is told at once.
  ///
  /// @param text what to tell if it was told before, null for nothing
  public synchronized void over(@Nullable String text) {
    if (told && text != null) {
      log.info("{}", text);
    }
    told = false;
    untold = 0;
  }
}
