package io.tidemill.runtime;

import io.tidemill.runtime.codec.SnapshotEncoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// DAGs of a partition whose snapshots are of an earlier entry than those of the others, since they are, or were, left out when
/// it was recovered.
final class LaggingSnapshots {
  private final Map<Integer, Long> stored = new HashMap<>();
  private final Set<Integer> left = new HashSet<>();

  /// Notes of which entry the snapshots of a DAG are.
  void found(int dag, long at) {
    stored.put(dag, at);
  }

  /// Leaves a DAG out.
  void leave(int dag) {
    left.add(dag);
  }

  boolean isLeft(int dag) {
    return left.contains(dag);
  }

  /// Of which entry the snapshots of a DAG are.
  ///
  /// @param projected entry of which those of the others are
  long at(int dag, long projected) {
    @Nullable Long at = stored.get(dag);
    return at == null ? projected : at;
  }

  /// The entry behind which the journal is needed.
  long first(long projected) {
    long first = projected;
    for (Map.Entry<Integer, Long> each : stored.entrySet()) {
      if (!left.contains(each.getKey())) {
        first = Math.min(first, each.getValue());
      }
    }
    return first;
  }

  /// What the next snapshot must say, by DAG: of which entry those left out are, and that those tried again are as the others.
  Map<Integer, byte[]> marks(long projected) {
    Map<Integer, byte[]> marks = new HashMap<>();
    for (int dag : left) {
      if (!stored.containsKey(dag)) {
        marks.put(dag, SnapshotEncoder.heldAt(projected));
      }
    }
    for (int dag : stored.keySet()) {
      if (!left.contains(dag)) {
        marks.put(dag, SnapshotEncoder.heldAt(null));
      }
    }
    return marks;
  }
}
