package io.tidemill.agent;

import io.tidemill.dsl.value.ValueException;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.PackedBytes;
import io.tidemill.protocol.Report;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps the index of every shard key over all expansions of a task in a run, since logs, attempts and results are kept by it.
/// Keys that are gone stay where they were, new ones stand behind.
final class ShardIdentity {
  /// Most keys that all expansions of a task may have made together.
  static final int MOST_KEYS = 1_000_000;

  private ShardIdentity() {}

  /// What the scheduler is told where a task was expanded that had shards before.
  ///
  /// @param keys packed keys of the shards that there are now
  /// @param elements packed elements of the same
  /// @throws ValueException if there are too many keys by now
  static Report.Expanded of(Assignment.Expand expand, Assignment.Expand.Previous previous, byte[] keys,
      byte[] elements, ValueReader values, Report.Timing timing)
      throws UnavailableException, ValueException, InterruptedException {
    List<byte[]> allKeys = new ArrayList<>(PackedBytes.unpack(values.bytes(previous.keys())));
    @Nullable List<byte[]> before = previous.elements() == null
        ? null
        : PackedBytes.unpack(values.bytes(previous.elements()));
    List<byte[]> nowKeys = PackedBytes.unpack(keys);
    List<byte[]> now = PackedBytes.unpack(elements);
    List<byte[]> allElements = new ArrayList<>(before == null ? noElements(allKeys.size()) : before);
    Map<String, Integer> known = new HashMap<>();
    for (byte[] key : allKeys) {
      known.put(text(key), known.size());
    }
    int[] order = new int[nowKeys.size()];
    int[] same = new int[order.length];
    int count = 0;
    for (int i = 0; i < order.length; i++) {
      Integer index = known.get(text(nowKeys.get(i)));
      if (index == null) {
        order[i] = allKeys.size();
        allKeys.add(nowKeys.get(i));
        allElements.add(now.get(i));
        continue;
      }
      order[i] = index;
      if (before != null && Arrays.equals(before.get(index), now.get(i))) {
        same[count++] = index;
      }
      allElements.set(index, now.get(i));
    }
    if (allKeys.size() > MOST_KEYS) {
      throw new ValueException(String.format(Locale.ROOT,
          "Expected at most %,d shard keys of task %s in one run, but all its expansions made %,d; start a new run",
          MOST_KEYS, expand.task(), allKeys.size()));
    }
    return new Report.Expanded(expand.key(), allKeys.size(), PackedBytes.pack(allKeys), PackedBytes.pack(allElements),
        new Report.Expanded.Again(order, Arrays.copyOf(same, count)), timing);
  }

  private static List<byte[]> noElements(int count) {
    byte[] none = "null".getBytes(StandardCharsets.UTF_8);
    List<byte[]> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(none);
    }
    return elements;
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }
}
