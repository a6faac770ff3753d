package io.tidemill.api.schedule;

import org.jspecify.annotations.Nullable;

/// Asks to end a maintenance window now, or to call it off before it begins.
///
/// @param by user who asks, null where a program does
public record EndMaintenanceRequest(@Nullable String by) {}
