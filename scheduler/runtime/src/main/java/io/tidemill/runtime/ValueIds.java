package io.tidemill.runtime;

import io.tidemill.runtime.port.JournalEntry.ValueBlock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Numbers for the values of one partition, none of which the database has: 10 bits partition, 20 bits epoch, 33 bits count. Safe
/// for use by several threads.
final class ValueIds {
  private static final int EPOCH_BITS = 20;
  private static final int COUNT_BITS = 33;

  private final int partition;
  private final AtomicLong last = new AtomicLong();

  ValueIds(int partition) {
    this.partition = partition;
  }

  long next() {
    return last.incrementAndGet();
  }

  /// Begins anew with an epoch.
  void begin(long epoch) {
    last.set(first(epoch));
  }

  /// Whether values have numbers of that epoch: others may have been given out twice.
  boolean areOf(long epoch, List<ValueBlock> values) {
    for (ValueBlock value : values) {
      if (value.id() >>> COUNT_BITS != first(epoch) >>> COUNT_BITS) {
        return false;
      }
    }
    return true;
  }

  private long first(long epoch) {
    return (long) partition << EPOCH_BITS + COUNT_BITS | (epoch & (1L << EPOCH_BITS) - 1) << COUNT_BITS;
  }
}
