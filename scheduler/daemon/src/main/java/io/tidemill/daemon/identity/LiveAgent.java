package io.tidemill.daemon.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An agent with a session.
///
/// @param slots attempts that run at a time
/// @param busy slots in use
/// @param lastHeard in milliseconds since 1970
/// @param resting whether it backs off because it returned work
/// @param gaveBack why it returned work recently, null if it did not
/// @param clockOffsetMillis how far its clock is ahead, in milliseconds, null if unknown
public record LiveAgent(String name, long incarnation, int slots, int busy, boolean draining, boolean resting,
    @Nullable String gaveBack, List<String> labels,
    List<String> queues, long lastHeard, @Nullable Long clockOffsetMillis) {}
