package io.tidemill.api.asset;

import java.util.List;

/// An asset.
///
/// @param producers tasks of active versions that update it, as `dag/task`, sorted
/// @param consumers ids of the DAGs whose active version runs on it, sorted
/// @param waiting ids of those that cannot run before its next event, since they run on all of several assets and have none of it; sorted
/// @param events how many events it had
/// @param newest its newest events, newest first; in a list at most one
public record AssetView(String asset, List<String> producers, List<String> consumers, List<String> waiting,
    long events, List<AssetEventView> newest) {
  public AssetView {
    producers = List.copyOf(producers);
    consumers = List.copyOf(consumers);
    waiting = List.copyOf(waiting);
    newest = List.copyOf(newest);
  }
}
