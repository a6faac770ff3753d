package io.tidemill.api.version;

import org.jspecify.annotations.Nullable;

/// Asks for an older version to be active again.
///
/// @param version its number, null for the one that was active before the present one
/// @param apply false: only say what would be different
/// @param plan hash of the plan that was shown, null for whatever it is
public record ActivateRequest(@Nullable Integer version, boolean apply, @Nullable String plan) {}
