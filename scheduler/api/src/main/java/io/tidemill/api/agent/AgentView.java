package io.tidemill.api.agent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An agent.
///
/// @param slots attempts that run at a time
/// @param busy slots that are taken, 0 where it is away
/// @param lastHeard when it was last heard, null: never
/// @param incarnation its process, as 16 hexadecimal digits; null where it is away
/// @param clockOffsetMillis how much its clock is ahead of the scheduler's, null where that is not known
/// @param gaveBack why it gave work back a moment ago, null if it did not
public record AgentView(String name, State state, int slots, int busy, List<String> labels, List<String> queues,
    @Nullable Instant lastHeard, @Nullable String incarnation, @Nullable Long clockOffsetMillis,
    @Nullable String gaveBack) {
  /// Name of the agent that a server has in its own process.
  public static final String OWN = "local";

  /// Whether it takes work.
  public enum State {
    /// It has a session.
    CONNECTED,
    /// It has a session, and takes nothing for some seconds, because it gave work back.
    RESTING,
    /// It ends what it has and takes nothing new.
    DRAINING,
    /// It has no session now.
    AWAY
  }
}
