package io.tidemill.daemon.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Handles SIGTERM and Ctrl-C while it is open: the verb stops in order instead of the process ending.
///
/// Opened before there is anything to stop; a signal that comes early is kept until then.
final class StopSignal implements AutoCloseable {
  private final CountDownLatch signalled = new CountDownLatch(1);
  private final List<Before> before = new ArrayList<>();
  private @Nullable Runnable action;
  private int early;

  private record Before(Signal signal, SignalHandler handler) {}

  private StopSignal() {
    for (String name : List.of("TERM", "INT")) {
      Signal signal = new Signal(name);
      before.add(new Before(signal, Signal.handle(signal, _ -> ask())));
    }
  }

  static StopSignal open() {
    return new StopSignal();
  }

  private synchronized void ask() {
    signalled.countDown();
    Runnable current = action;
    if (current == null) {
      early++;
    } else {
      Thread.ofPlatform().daemon().name("tidemill-stop").start(current);
    }
  }

  /// Sets the action of each signal.
  synchronized void each(Runnable request) {
    action = request;
    for (; early > 0; early--) {
      request.run();
    }
  }

  /// Waits for a signal.
  void await() throws InterruptedException {
    signalled.await();
  }

  @Override public void close() {
    before.forEach(each -> Signal.handle(each.signal(), each.handler()));
  }
}
