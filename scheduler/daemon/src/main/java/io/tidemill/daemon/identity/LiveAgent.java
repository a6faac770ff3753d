package io.tidemill.daemon.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An agent that has a session now.
///
/// @param slots attempts that run at a time
/// @param busy slots that are taken
/// @param lastHeard in milliseconds
/// @param resting whether it takes nothing for a moment, because it gave work back
/// @param gaveBack why it gave work back a moment ago, null if it did not
/// @param clockOffsetMillis how much its clock is ahead, null where that is not known
public record LiveAgent(String name, long incarnation, int slots, int busy, boolean draining, boolean resting,
    @Nullable String gaveBack, List<String> labels,
    List<String> queues, long lastHeard, @Nullable Long clockOffsetMillis) {}
