package io.tidemill.api.service;

import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Passes changes on to all who listen, each on a thread of its own, so that none can hold up the scheduler or another.
///
/// What a slow listener has not taken yet is kept once for each thing that changes, latest first seen: it costs memory for
/// what is active, not for what happened.
public final class EventBus implements EventResource {
  private final List<Feed> feeds = new CopyOnWriteArrayList<>();

  /// Tells all listeners. Does not block.
  public void tell(Event event) {
    for (Feed feed : feeds) {
      feed.put(event);
    }
  }

  /// Whether anybody listens.
  public boolean heard() {
    return !feeds.isEmpty();
  }

  @Override public Subscription subscribe(Consumer<Event> listener) {
    Feed feed = new Feed(listener);
    feeds.add(feed);
    Thread thread = Thread.ofVirtual().name("tidemill-changes").start(feed);
    return () -> {
      feeds.remove(feed);
      feed.end();
      thread.interrupt();
    };
  }

  private static final class Feed implements Runnable {
    private final Consumer<Event> listener;
    private final Map<Thing, Event> waiting = new LinkedHashMap<>();
    private boolean ended;

    Feed(Consumer<Event> listener) {
      this.listener = listener;
    }

    synchronized void put(Event event) {
      waiting.put(new Thing(event.kind(), event.dag(), event.run(), event.task(), event.shardIndex()), event);
      notifyAll();
    }

    synchronized void end() {
      ended = true;
    }

    private synchronized List<Event> take() throws InterruptedException {
      while (waiting.isEmpty() && !ended) {
        wait();
      }
      List<Event> taken = new ArrayList<>(waiting.values());
      waiting.clear();
      return ended ? List.of() : taken;
    }

    @Override public void run() {
      try {
        for (List<Event> events = take(); !events.isEmpty(); events = take()) {
          events.forEach(listener);
        }
      } catch (InterruptedException _) {
        // the subscription was closed
      }
    }
  }

  private record Thing(String kind, String dag, long run, int task, int shard) {}
}
