package io.tidemill.store.h2;

import java.time.Duration;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives back room in a database file, on a thread of its own.
///
/// Every commit writes a chunk of at least some pages, of which soon little is of use; H2 uses the room of a chunk again only once
/// nothing in it is. So what is still of use of sparse chunks is written together, a little at a time; while nothing is committed, and
/// when the database is closed, the file is made shorter, too.
final class H2Reclaimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(H2Reclaimer.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  /// Files smaller than this are left as they are.
  static final long SMALL_BYTES = 512L << 10;
  /// Below this share of use, in percent, chunks are rewritten.
  private static final int SPARSE = 70;
  /// Most bytes rewritten at a time while commits go on.
  private static final int STEP_BYTES = 2 << 20;
  private static final int IDLE_STEP_BYTES = 16 << 20;
  /// Longest a commit may have to wait for the file to be made shorter.
  private static final int SHORTEN_MILLIS = 50;

  private final H2Database database;
  private final Thread thread;
  private long seen = -1;
  private long resting = -1;

  private H2Reclaimer(H2Database database) {
    this.database = database;
    thread = Thread.ofPlatform().name("tidemill-reclaimer").daemon().unstarted(this::run);
  }

  /// One that is stepped by its caller.
  static H2Reclaimer idle(H2Database database) {
    return new H2Reclaimer(database);
  }

  /// Starts the thread.
  static H2Reclaimer start(H2Database database) {
    H2Reclaimer reclaimer = new H2Reclaimer(database);
    reclaimer.thread.start();
    return reclaimer;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        step(database.storage());
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  void step(@Nullable MVStore store) {
    if (store == null) {
      return;
    }
    try {
      long version = store.getCurrentVersion();
      if (store.getFileStore().size() < SMALL_BYTES || version == resting) {
        return;
      }
      boolean idle = version == seen;
      boolean sparse = store.getFileStore().getChunksFillRate() < SPARSE;
      if (sparse) {
        store.compact(SPARSE, idle ? IDLE_STEP_BYTES : STEP_BYTES);
      }
      if (idle) {
        long before = store.getFileStore().size();
        store.compactFile(SHORTEN_MILLIS);
        if (!sparse && store.getFileStore().size() == before) {
          resting = store.getCurrentVersion();
        }
      }
      seen = store.getCurrentVersion();
    } catch (MVStoreException | IllegalStateException e) {
      LOG.debug("The file could not be made smaller now", e);
    }
  }

  @Override public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
