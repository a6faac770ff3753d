package io.tidemill.engine.state;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/// An asset: who is told its events, and the newest of them. Appliers change it.
public final class AssetState {
  /// Newest events that are remembered, to be shown.
  public static final int REMEMBERED = 50;

  private final TreeMap<Integer, Address> subscribers = new TreeMap<>();
  private final ArrayDeque<AssetEvent> newest = new ArrayDeque<>();
  private long last;

  /// DAGs that are told each event, by number.
  public Map<Integer, Address> subscribers() {
    return subscribers;
  }

  /// Number of the last event, 0 before the first.
  public long last() {
    return last;
  }

  /// The newest events, oldest first.
  public ArrayDeque<AssetEvent> newest() {
    return newest;
  }

  /// Notes an event.
  public void add(AssetEvent event) {
    last = Math.max(last, event.number());
    newest.add(event);
    if (newest.size() > REMEMBERED) {
      newest.poll();
    }
  }

  /// Notes the number of the last event.
  public void saw(long event) {
    last = Math.max(last, event);
  }
}
