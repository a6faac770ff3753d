package io.tidemill.dsl.graph;

import java.util.List;

/// The assets on which a DAG runs.
///
/// @param mode whether each or one of them must have an event
/// @param assets their names, sorted
/// @param withinMillis under [AssetMode#ALL] longest time between the newest events of the assets, in milliseconds, 0 for any
/// @param gatherMillis under [AssetMode#ANY] how long the run waits for further events after the first, in milliseconds, 0 for not at all
/// @param place `File.java:line` of the declaration; not part of the version's hash
public record OnAssetsNode(AssetMode mode, List<String> assets, long withinMillis, long gatherMillis, String place) {
  public OnAssetsNode {
    assets = List.copyOf(assets);
  }

  /// The condition in words, such as `on all of sales, rates`.
  public String text() {
    return (assets.size() == 1 ? "on " : mode == AssetMode.ALL ? "on all of " : "on any of ")
        + String.join(", ", assets);
  }
}
