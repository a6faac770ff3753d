package io.tidemill.agent.remote;

import java.util.concurrent.atomic.AtomicBoolean;

/// What the links of one agent process have in common.
///
/// @param cutOffMonitor how long no scheduler has answered
/// @param first whether no link has said hello yet
/// @param several whether they may be several
record LinkGroup(CutOffMonitor cutOffMonitor, AtomicBoolean first, boolean several) {
  LinkGroup(RemoteTimes times, boolean several) {
    this(new CutOffMonitor(times), new AtomicBoolean(true), several);
  }
}
