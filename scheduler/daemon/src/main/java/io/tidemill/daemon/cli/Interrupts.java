package io.tidemill.daemon.cli;

import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C while it is open: the first one asks for something, the second one ends the process at once. (The JDK's shutdown
/// hooks cannot tell a second one from the first.)
///
/// Opened before there is anything to ask for, so that none is missed; a first one that came early is kept until then.
final class Interrupts implements AutoCloseable {
  private static final int INTERRUPTED = 130;

  private final Signal signal = new Signal("INT");
  private final SignalHandler before;
  private boolean asked;
  private @Nullable Runnable first;

  private Interrupts() {
    before = Signal.handle(signal, ignored -> interrupted());
  }

  static Interrupts open() {
    return new Interrupts();
  }

  private synchronized void interrupted() {
    if (asked) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    asked = true;
    ask();
  }

  /// Sets what the first one asks for.
  synchronized void first(Runnable request) {
    first = request;
    if (asked) {
      ask();
    }
  }

  private void ask() {
    Runnable request = first;
    if (request != null) {
      Thread.ofVirtual().name("tidemill-interrupt").start(request);
    }
  }

  @Override public void close() {
    Signal.handle(signal, before);
  }
}
