package io.tidemill.runtime;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the parts of a node meet while the store does not answer, told as the one trouble it is. Safe for use by several threads.
final class StoreOutage {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOutage.class);

  private final RepeatedWarning warning = new RepeatedWarning(LOG);
  /// A commit that takes longer is not taken.
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(4);

  private volatile boolean lasts;
  private volatile String why = "";
  private volatile long askedAt;

  /// Notes that the store did not do something, which is tried again.
  ///
  /// @param what who wanted what
  void met(String what, Exception e) {
    why = String.valueOf(e.getMessage());
    lasts = true;
    warning.tell("The database does not do what it is asked (" + what + "): " + e.getMessage()
        + ". Progress stands still meanwhile, nothing that was acknowledged is lost, and it goes on by itself");
  }

  /// Notes that the store is asked to take a commit.
  void asked() {
    long now = System.nanoTime();
    askedAt = now == 0 ? 1 : now;
  }

  /// Notes that it has answered, whatever it said.
  void answered() {
    askedAt = 0;
  }

  /// What keeps the store from taking commits, null if nothing is known to.
  @Nullable String lasts() {
    long since = askedAt;
    if (lasts) {
      return why;
    }
    return since != 0 && System.nanoTime() - since > SLOW_NANOS
        ? "the database has not answered a commit for some seconds"
        : null;
  }

  /// Notes that the store took a commit.
  void over() {
    if (lasts) {
      lasts = false;
      warning.over("The database answers again, and progress goes on");
    }
  }
}
