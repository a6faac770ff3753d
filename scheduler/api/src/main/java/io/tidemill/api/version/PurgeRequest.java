package io.tidemill.api.version;

import org.jspecify.annotations.Nullable;

/// Asks for versions to be deleted.
///
/// @param dag id of the DAG, null for all
/// @param version number of the version, null for all that are not active and that no recorded run names
/// @param apply false: only say what would go
/// @param plan hash of the plan that was shown, null for whatever it is
public record PurgeRequest(@Nullable String dag, @Nullable Integer version, boolean apply, @Nullable String plan) {}
