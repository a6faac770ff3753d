package io.tidemill.timing;

import org.quartz.spi.ThreadPool;

/// Runs jobs in the thread that fires them: they do next to nothing, and another thread to wake would cost more.
/// Public, since Quartz looks for further settings by reflection.
///
/// @param mostAtOnce how many jobs Quartz may fire in one go
public record CallerThreadPool(int mostAtOnce) implements ThreadPool {
  @Override public boolean runInThread(Runnable job) {
    job.run();
    return true;
  }

  @Override public int blockForAvailableThreads() {
    return mostAtOnce;
  }

  @Override public int getPoolSize() {
    return mostAtOnce;
  }

  @Override public void initialize() {
    // There is no thread to start.
  }

  @Override public void shutdown(boolean waitForJobs) {
    // There is no thread to stop.
  }

  @Override public void setInstanceId(String id) {
    // Threads would be named so.
  }

  @Override public void setInstanceName(String name) {
    // Threads would be named so.
  }
}
