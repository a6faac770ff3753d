package io.tidemill.runtime;

import io.tidemill.runtime.port.Ownership.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which scheduler should own which partition: each an equal share, and as few as possible change hands. All schedulers that see the same get the
/// same answer. It is a wish: who may is the database's word.
final class PartitionShares {
  private PartitionShares() {}

  /// Shares partitions out.
  ///
  /// @param nodes names of the schedulers that share them, in any order
  /// @param owners who owns them now
  /// @return the scheduler that should own each partition; empty where there is none
  static Map<Integer, String> of(List<String> nodes, List<Owner> owners) {
    Map<Integer, String> wanted = new HashMap<>();
    if (nodes.isEmpty()) {
      return wanted;
    }
    Map<String, Integer> room = room(nodes, owners);
    List<Owner> open = new ArrayList<>();
    for (Owner owner : owners) {
      if (take(room, owner.node())) {
        wanted.put(owner.partition(), owner.node());
      } else {
        open.add(owner);
      }
    }
    List<String> order = new ArrayList<>(room.keySet());
    int next = 0;
    for (Owner owner : open) {
      while (!take(room, order.get(next))) {
        next++;
      }
      wanted.put(owner.partition(), order.get(next));
    }
    return wanted;
  }

  private static boolean take(Map<String, Integer> room, @Nullable String node) {
    int left = node == null ? 0 : room.getOrDefault(node, 0);
    if (left > 0) {
      room.put(node, left - 1);
    }
    return left > 0;
  }

  /// How many each may have. Where they cannot be shared evenly, those who have most now have one more.
  private static Map<String, Integer> room(List<String> nodes, List<Owner> owners) {
    Map<String, Integer> held = new HashMap<>();
    owners.forEach(owner -> held.merge(owner.node() == null ? "" : owner.node(), 1, Integer::sum));
    List<String> order = nodes.stream()
        .sorted(Comparator.<String>comparingInt(node -> -held.getOrDefault(node, 0)).thenComparing(node -> node))
        .toList();
    int each = owners.size() / order.size();
    int more = owners.size() % order.size();
    Map<String, Integer> room = new LinkedHashMap<>();
    for (String node : order) {
      room.put(node, each + (more-- > 0 ? 1 : 0));
    }
    return room;
  }
}
