package io.tidemill.api.service;

import io.tidemill.api.asset.AssetConsumerView;
import io.tidemill.dsl.graph.AssetMode;
import io.tidemill.dsl.graph.OnAssetsNode;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.runtime.OwnerQueries.DataWait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A DAG that runs on assets, and what it waits for now.
///
/// @param standing what it waits for, null where its owner does not answer
record AssetConsumer(String dag, OnAssetsNode on, @Nullable DataWait standing) {
  /// Whether it cannot run before the next event of an asset.
  boolean lacks(String asset) {
    return standing != null && on.mode() == AssetMode.ALL && !pending().containsKey(asset);
  }

  AssetConsumerView view(String asset) {
    AssetEvents events = pending().get(asset);
    return new AssetConsumerView(dag, on.text(), events == null ? 0 : events.count(), next(asset));
  }

  private Map<String, AssetEvents> pending() {
    return standing == null ? Map.of() : standing.pending();
  }

  /// What the next event of an asset leads to, as far as that is known now.
  private String next(String asset) {
    if (standing == null) {
      return "is not known; its scheduler is busy";
    }
    List<String> others = on.mode() == AssetMode.ANY
        ? List.of()
        : on.assets().stream().filter(each -> !each.equals(asset) && !pending().containsKey(each)).toList();
    if (!others.isEmpty()) {
      return "waits for " + String.join(", ", others);
    }
    if (standing.paused()) {
      return "waits until it is resumed";
    }
    if (!standing.room()) {
      return "runs once its present run has ended";
    }
    if (on.gatherMillis() > 0 && pending().isEmpty()) {
      return "runs " + DurationText.of(Duration.ofMillis(on.gatherMillis())) + " later";
    }
    return on.withinMillis() > 0
        ? "runs at once, if its newest events lie within " + DurationText.of(Duration.ofMillis(on.withinMillis()))
        : on.gatherMillis() > 0 ? "is part of the run that gathers events" : "runs at once";
  }
}
