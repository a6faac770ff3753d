package io.tidemill.agent.remote;

import io.tidemill.protocol.SchedulerAddress;

/// How an agent reaches schedulers, of which it learns some only while it serves.
@FunctionalInterface
public interface SchedulerDialers {
  /// The dialer of a scheduler.
  ///
  /// @param address where it listens; its fingerprint, if it has one, is the only certificate to trust there
  Dialer dialer(SchedulerAddress address);
}
