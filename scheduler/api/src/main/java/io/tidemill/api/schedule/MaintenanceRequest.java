package io.tidemill.api.schedule;

import org.jspecify.annotations.Nullable;

/// Asks to set a maintenance window, or what it would do. Asked again it changes nothing: a window is known by its target and times.
///
/// @param dag id of the DAG, or null
/// @param tag tag of the DAGs, or null
/// @param all true for all DAGs
/// @param from when it begins: a date or local time of the zone, or an instant; null for now
/// @param to when it ends, not part of it
/// @param zone IANA time zone of local times; null for UTC
/// @param reason what it is for, or null
/// @param apply false: only say what becomes of the slots that are due in it
/// @param by user who asks, null where a program does
public record MaintenanceRequest(@Nullable String dag, @Nullable String tag, @Nullable Boolean all,
    @Nullable String from, String to, @Nullable String zone, @Nullable String reason, boolean apply,
    @Nullable String by) implements ScheduleTarget {}
