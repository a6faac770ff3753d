package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.event.EventResource.Subscription;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.RunView;
import io.tidemill.console.rest.ApiServer;
import io.tidemill.console.session.CallerLookup;
import io.tidemill.daemon.boot.DataDirectory;
import io.tidemill.daemon.boot.ServerRecord;
import io.tidemill.runtime.port.RunStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API of a process that holds the data directory to run tasks until they have ended: other verbs ask it meanwhile, as they ask `dev`.
/// Opens on a thread of its own, so that the run does not wait for it.
final class RunServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunServer.class);
  /// A run that ends sooner does without.
  private static final long SHORT_RUN_MILLIS = 500;
  private static final List<RunStatus> ACTIVE = List.of(RunStatus.RUNNING, RunStatus.CANCELLING);

  private final DataDirectory directory;
  private final Operations operations;
  private final CallerLookup callers;
  private final Instant began = Instant.now();
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable ApiServer api;

  private RunServer(DataDirectory directory, Operations operations, CallerLookup callers) {
    this.directory = directory;
    this.operations = operations;
    this.callers = callers;
  }

  /// Starts to listen at any free port of the loopback interface.
  static RunServer start(DataDirectory directory, Operations operations, CallerLookup callers, String verb) {
    RunServer server = new RunServer(directory, operations, callers);
    Thread.ofPlatform().name("tidemill-run-api").daemon().start(() -> server.open(verb));
    return server;
  }

  private void open(String verb) {
    try {
      if (closed.await(SHORT_RUN_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
      announce(ApiServer.start(operations, directory.token(), callers, 0), verb);
    } catch (IOException | RuntimeException e) {
      LOG.warn("Other verbs cannot ask this process: {}", e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void announce(ApiServer opened, String verb) throws IOException {
    if (closed.getCount() == 0) {
      opened.close();
      return;
    }
    api = opened;
    directory.announce(new ServerRecord(verb, opened.port(), ProcessHandle.current().pid(), null));
  }

  /// Waits until the runs have ended that were started here meanwhile.
  ///
  /// @param waiting is told once if there are any
  void awaitOthers(Consumer<String> waiting) throws InterruptedException {
    Semaphore changed = new Semaphore(0);
    boolean told = false;
    try (Subscription _ = operations.events().subscribe(_ -> changed.release())) {
      for (List<String> others = others(); !others.isEmpty(); others = others()) {
        if (!told) {
          told = true;
          waiting.accept("waiting for " + String.join(", ", others)
              + ", started here meanwhile; after Ctrl-C they go on when the next process starts");
        }
        changed.acquire();
        changed.drainPermits();
      }
    }
  }

  private List<String> others() {
    return operations.runs()
        .list(new RunFilter(null, ACTIVE, null, RunFilter.MOST))
        .runs()
        .stream()
        .filter(run -> run.createdAt().isAfter(began) && run.standing() == null)
        .map(RunView::name)
        .toList();
  }

  @Override public synchronized void close() {
    closed.countDown();
    ApiServer opened = api;
    if (opened != null) {
      try {
        directory.withdraw();
      } catch (IOException e) {
        LOG.warn("The address of this process stays in {}: {}", directory.path(), e.toString());
      }
      opened.close();
    }
  }
}
