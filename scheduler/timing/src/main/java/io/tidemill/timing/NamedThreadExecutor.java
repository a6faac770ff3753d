package io.tidemill.timing;

import org.quartz.spi.ThreadExecutor;

/// Starts the thread of Quartz under a name of ours, and so that it does not keep the process alive.
record NamedThreadExecutor(String name) implements ThreadExecutor {
  @Override public void execute(Thread thread) {
    thread.setName(name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override public void initialize() {
    // Nothing to prepare.
  }
}
