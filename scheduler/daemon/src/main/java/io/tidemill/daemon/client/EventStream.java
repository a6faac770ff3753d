package io.tidemill.daemon.client;

import io.tidemill.api.ViewJson;
import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource.Subscription;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the events of the API until it is closed or the server ends them. The end of the stream is an event of kind `end`,
/// so that followers of a run query it again instead of waiting forever.
final class EventStream implements Subscription {
  private static final String DATA = "data:";

  private final ApiClient api;
  private final String path;
  private final Consumer<Event> listener;
  private final CountDownLatch open = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable InputStream stream;
  private volatile boolean closed;

  /// Returns once the server sends events, so that no later event is missed.
  EventStream(ApiClient api, String path, Consumer<Event> listener) {
    this.api = api;
    this.path = path;
    this.listener = listener;
    thread = Thread.ofVirtual().name("tidemill-events").start(this::follow);
    try {
      open.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    try (InputStream in = api.stream(path);
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      stream = in;
      for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
        open.countDown();
        if (line.startsWith(DATA)) {
          listener.accept(ViewJson.LENIENT.readValue(line.substring(DATA.length()), Event.class));
        }
      }
    } catch (IOException | RuntimeException _) {
      // The follower queries the run next, and gets the error.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.countDown();
      if (!closed) {
        listener.accept(new Event("end", "", 0, -1, -1, 0, 0));
      }
    }
  }

  @Override public void close() {
    closed = true;
    InputStream in = stream;
    if (in != null) {
      try {
        in.close();
      } catch (IOException _) {
        // Closed.
      }
    }
    thread.interrupt();
  }
}
