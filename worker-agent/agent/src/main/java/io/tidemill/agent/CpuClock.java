package io.tidemill.agent;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Time of the processor that the calling thread uses from the start of this clock on. Of a virtual thread Java cannot tell it, and
/// what threads use that a body has started is not part of it.
final class CpuClock {
  private static final long UNKNOWN = -1;

  private final long started;

  private CpuClock(long started) {
    this.started = started;
  }

  /// Starts now, for the calling thread.
  static CpuClock start() {
    return new CpuClock(Thread.currentThread().isVirtual() ? UNKNOWN : Threads.used());
  }

  /// What the thread has used since, in microseconds; -1 where it cannot be told. Asked by the thread that started the clock.
  long micros() {
    return started < 0 ? UNKNOWN : Clocks.micros(Threads.used() - started);
  }

  /// Loaded only where it is needed.
  private static final class Threads {
    private static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();
    private static final boolean TELLS = BEAN.isCurrentThreadCpuTimeSupported() && BEAN.isThreadCpuTimeEnabled();

    static long used() {
      return TELLS ? BEAN.getCurrentThreadCpuTime() : UNKNOWN;
    }
  }
}
