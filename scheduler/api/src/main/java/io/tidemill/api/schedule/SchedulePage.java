package io.tidemill.api.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list of schedules.
///
/// @param next cursor of the part after this one, null for the last
public record SchedulePage(List<ScheduleView> schedules, @Nullable String next) {}
