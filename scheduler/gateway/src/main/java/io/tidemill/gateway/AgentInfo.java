package io.tidemill.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Description of an agent process, for people.
///
/// @param name name of the agent
/// @param incarnation id of the process
/// @param slots attempts that run at a time
/// @param prefetch further attempts it queues
/// @param busy attempts it has, running or queued
/// @param labels labels it carries
/// @param queues queues it serves
/// @param connected whether it is connected now
/// @param draining whether it takes no new work
/// @param resting whether it backs off because it returned work
/// @param gaveBack why it returned work recently, null if it did not
/// @param address its network address; empty: in the scheduler's process
/// @param heardMillis how long ago it was last heard, in milliseconds
/// @param clockOffsetMillis how far its clock is ahead of the scheduler's, in milliseconds
public record AgentInfo(String name, long incarnation, int slots, int prefetch, int busy, List<String> labels,
    List<String> queues, boolean connected, boolean draining, boolean resting, @Nullable String gaveBack,
    String address, long heardMillis,
    long clockOffsetMillis) {
  static AgentInfo of(AgentSession session, long now) {
    AgentConnection connection = session.connection();
    return new AgentInfo(session.name(), session.incarnation(), session.hello().slots(), session.hello().prefetch(),
        session.slotLedger().busy(), session.hello().labels(), session.hello().queues(), connection != null,
        session.draining(), session.backoff().lasts(), session.backoff().why(),
        connection == null ? "" : connection.address(), Math.max(0, now - session.heardAt()),
        session.clockOffset());
  }
}
