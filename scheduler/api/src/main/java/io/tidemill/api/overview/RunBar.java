package io.tidemill.api.overview;

import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run in one glance.
///
/// @param begunAt when its present, or last, execution began
/// @param tookMillis how long that took, in milliseconds; null where it is not over
public record RunBar(long run, RunStatus status, Instant begunAt, @Nullable Long tookMillis) {}
