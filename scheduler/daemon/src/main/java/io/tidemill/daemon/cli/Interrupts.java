package io.tidemill.daemon.cli;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Handles Ctrl-C while it is open: the first one runs an action, the second one another where there is something left to stop, and
/// the next one ends the process at once. (The JDK's shutdown hooks cannot tell a second one from the first.)
///
/// Opened before there is an action; a first Ctrl-C that comes early is kept until then.
final class Interrupts implements AutoCloseable {
  private static final int INTERRUPTED = 130;

  private final Signal signal = new Signal("INT");
  private final SignalHandler before;
  private boolean interrupted;
  private @Nullable Runnable first;
  private @Nullable Supplier<@Nullable Runnable> again;
  private @Nullable Supplier<String> farewell;

  private Interrupts() {
    before = Signal.handle(signal, ignored -> interrupted());
  }

  static Interrupts open() {
    return new Interrupts();
  }

  private synchronized void interrupted() {
    Supplier<@Nullable Runnable> more = again;
    Runnable next = interrupted && more != null ? more.get() : null;
    if (next != null) {
      again = null;
      Thread.ofPlatform().daemon().name("tidemill-interrupt").start(next);
      return;
    }
    if (interrupted) {
      Supplier<String> last = farewell;
      if (last != null) {
        System.err.println(last.get());
      }
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

  /// Sets what the second one does, asked for then.
  ///
  /// @param action gives null where there is nothing left to stop: the process ends
  synchronized void again(Supplier<@Nullable Runnable> action) {
    again = action;
  }

  /// Sets what the last one says before the process exits.
  synchronized void second(Supplier<String> text) {
    farewell = text;
  }

  private void runFirst() {
    Runnable action = first;
    if (action != null) {
      Thread.ofPlatform().daemon().name("tidemill-interrupt").start(action);
    }
  }

  @Override public void close() {
    Signal.handle(signal, before);
  }
}
