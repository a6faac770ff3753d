package io.tidemill.api.event;

import io.tidemill.api.http.Permission;
import io.tidemill.api.http.Route;
import java.util.function.Consumer;

/// Changes as they happen.
public interface EventResource {
  /// Tells of changes until the subscription is closed. The listener is called by one thread at a time; it may be slow,
  /// changes of one run are then told together.
  @Route(value = "GET /events", permission = Permission.VIEW) Subscription subscribe(Consumer<Event> listener);

  /// Ends the telling of changes.
  interface Subscription extends AutoCloseable {
    @Override void close();
  }
}
