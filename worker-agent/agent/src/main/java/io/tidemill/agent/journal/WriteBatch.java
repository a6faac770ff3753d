package io.tidemill.agent.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What waits for the next write of the journal. Used by one thread at a time.
final class WriteBatch {
  private final List<Added> added = new ArrayList<>();
  private long[] acknowledged = new long[16];
  private int count;
  private int taken;

  /// An entry among the frames.
  ///
  /// @param length of its frame
  record Added(Entry entry, int length) {}

  void add(Entry entry, int length) {
    added.add(new Added(entry, length));
  }

  List<Added> added() {
    return added;
  }

  void acknowledged(long[] numbers) {
    if (count + numbers.length > acknowledged.length) {
      acknowledged = Arrays.copyOf(acknowledged, Math.max(2 * acknowledged.length, count + numbers.length));
    }
    System.arraycopy(numbers, 0, acknowledged, count, numbers.length);
    count += numbers.length;
  }

  /// How many acknowledgements wait.
  int count() {
    return count;
  }

  /// The acknowledgements that wait; they stay until [#written].
  long[] acknowledgements() {
    taken = count;
    return Arrays.copyOf(acknowledged, count);
  }

  /// The acknowledgements that were asked for last are written.
  void written() {
    System.arraycopy(acknowledged, taken, acknowledged, 0, count - taken);
    count -= taken;
    taken = 0;
  }

  /// Forgets the entries that were added.
  void clear() {
    added.clear();
  }
}
