package io.tidemill.daemon.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/// Ctrl-C while it is open: the first one asks for something, the second one ends the process at once. (The JDK's shutdown
/// hooks cannot tell a second one from the first.)
final class Interrupts implements AutoCloseable {
  private static final int INTERRUPTED = 130;

  private final Signal signal = new Signal("INT");
  private final SignalHandler before;
  private boolean asked;

  private Interrupts(Runnable first) {
    before = Signal.handle(signal, ignored -> {
      if (asked) {
        Runtime.getRuntime().halt(INTERRUPTED);
      }
      asked = true;
      Thread.ofVirtual().name("tidemill-interrupt").start(first);
    });
  }

  static Interrupts handledBy(Runnable first) {
    return new Interrupts(first);
  }

  @Override public void close() {
    Signal.handle(signal, before);
  }
}
