package io.tidemill.daemon.cli;

import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Handles Ctrl-C while it is open: the first one runs an action, the second one ends the process at once. (The JDK's shutdown
/// hooks cannot tell a second one from the first.)
///
/// Opened before there is an action; a first Ctrl-C that comes early is kept until then.
final class Interrupts implements AutoCloseable {
  private static final int INTERRUPTED = 130;

  private final Signal signal = new Signal("INT");
  private final SignalHandler before;
  private boolean interrupted;
  private @Nullable Runnable first;

  private Interrupts() {
    before = Signal.handle(signal, ignored -> interrupted());
  }

  static Interrupts open() {
    return new Interrupts();
  }

  private synchronized void interrupted() {
    if (interrupted) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    interrupted = true;
    runFirst();
  }

  /// Sets the action of the first one.
  synchronized void first(Runnable action) {
    first = action;
    if (interrupted) {
      runFirst();
    }
  }

  private void runFirst() {
    Runnable action = first;
    if (action != null) {
      Thread.ofVirtual().name("tidemill-interrupt").start(action);
    }
  }

  @Override public void close() {
    Signal.handle(signal, before);
  }
}
