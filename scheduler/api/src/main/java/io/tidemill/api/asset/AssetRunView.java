package io.tidemill.api.asset;

import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;

/// A run that events of an asset started.
///
/// @param first number of the first event that it was started for
/// @param last number of the last
public record AssetRunView(String dag, long run, RunStatus status, Instant createdAt, long first, long last) {}
