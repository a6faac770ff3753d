package io.tidemill.engine.state;

import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.OnAssetsNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The assets a DAG runs on, and their events since the last run they started. Appliers change it.
public final class AssetWait {
  private @Nullable OnAssetsNode node;
  private final Map<String, AssetEvents> pending = new LinkedHashMap<>();

  /// Its declaration, null where the DAG runs on no asset.
  public @Nullable OnAssetsNode node() {
    return node;
  }

  /// Events that no run was started for yet, by asset.
  public Map<String, AssetEvents> pending() {
    return pending;
  }

  /// Puts a declaration in force. Events of assets that it does not name are dropped.
  public void declare(@Nullable OnAssetsNode declaration) {
    node = declaration;
    pending.keySet().removeIf(asset -> declaration == null || !declaration.assets().contains(asset));
  }

  /// Notes an event. One of an asset that is not waited for is of a declaration before.
  public void add(String asset, AssetEvent event) {
    if (node != null && node.assets().contains(asset)) {
      pending.merge(asset,
          new AssetEvents(asset, event.number(), event.number(), 1, event.at(), event.at(), event.source()),
          (before, unused) -> before.and(event));
    }
  }

  /// Takes in events as a snapshot remembers them.
  public void restore(AssetEvents events) {
    pending.put(events.asset(), events);
  }

  /// Notes that a run was started for events.
  public void started(List<AssetEvents> events) {
    for (AssetEvents each : events) {
      AssetEvents now = pending.get(each.asset());
      if (now != null && now.last() <= each.last()) {
        pending.remove(each.asset());
      }
    }
  }

  /// When the events suffice for a run, in milliseconds since 1970, [Deadlines#NEVER] while they do not.
  public long dueAt() {
    OnAssetsNode declared = node;
    if (declared == null || pending.isEmpty()
        || declared.mode() == AssetMode.ALL && pending.size() < declared.assets().size()) {
      return Deadlines.NEVER;
    }
    long oldest = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;
    long first = Long.MAX_VALUE;
    for (AssetEvents each : pending.values()) {
      oldest = Math.min(oldest, each.lastAt());
      newest = Math.max(newest, each.lastAt());
      first = Math.min(first, each.firstAt());
    }
    if (declared.mode() == AssetMode.ALL) {
      return declared.withinMillis() > 0 && newest - oldest > declared.withinMillis() ? Deadlines.NEVER : newest;
    }
    return first + declared.gatherMillis();
  }

  /// Events that start the next run.
  public List<AssetEvents> next() {
    return new ArrayList<>(pending.values());
  }
}
