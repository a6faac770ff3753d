package io.tidemill.console.rest;

import io.javalin.http.Context;
import io.tidemill.api.ViewJson;
import io.tidemill.api.event.Event;
import io.tidemill.api.event.EventResource;
import io.tidemill.api.event.EventResource.Subscription;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Changes as server-sent events. A slow reader gets the latest of each thing, not everything; one that went away is noticed
/// by the next beat at the latest, and a caller whose token was taken back loses the stream within [#CHECK_SECONDS].
final class EventRoute implements AutoCloseable {
  private static final int BEAT_CHECKS = 5;
  private static final long CHECK_SECONDS = 2;

  private final EventResource changes;
  private final Predicate<Context> known;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

  /// @param known whether the caller of a request is still known
  EventRoute(EventResource changes, Predicate<Context> known) {
    this.changes = changes;
    this.known = known;
  }

  void stream(Context request) throws IOException, InterruptedException {
    QueryParams.only(request);
    var response = request.res();
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    Stream stream = new Stream(response.getOutputStream());
    streams.add(stream);
    try (Subscription _ = changes.subscribe(stream::event)) {
      int checks = 0;
      do {
        if (checks++ % BEAT_CHECKS == 0) {
          stream.write(": here\n\n");
        }
      } while (!stream.ended(CHECK_SECONDS) && known.test(request));
    } catch (UncheckedIOException _) {
      // The reader went away.
    } finally {
      streams.remove(stream);
    }
  }

  @Override public void close() {
    streams.forEach(Stream::end);
  }

  private static final class Stream {
    private final OutputStream out;
    private final CountDownLatch ended = new CountDownLatch(1);

    Stream(OutputStream out) {
      this.out = out;
    }

    void event(Event event) {
      try {
        write("event: " + event.kind() + "\ndata: " + ViewJson.STRICT.writeValueAsString(event) + "\n\n");
      } catch (UncheckedIOException _) {
        end();
      }
    }

    synchronized void write(String text) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        end();
        throw new UncheckedIOException(e);
      }
    }

    void end() {
      ended.countDown();
    }

    boolean ended(long seconds) throws InterruptedException {
      return ended.await(seconds, TimeUnit.SECONDS);
    }
  }
}
