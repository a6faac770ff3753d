package io.tidemill.api.schedule;

import io.tidemill.api.run.CommandRequest;
import org.jspecify.annotations.Nullable;

/// Asks to end a pause.
///
/// @param dag id of the DAG, or null
/// @param tag tag of the DAGs, or null
/// @param all true for all DAGs
/// @param apply false: only say what becomes of the slots that were due meanwhile
/// @param by user who asks, null where a program does
/// @param commandId names the request, so that a repetition gets the first answer; null: it is never repeated
public record ResumeRequest(@Nullable String dag, @Nullable String tag, @Nullable Boolean all, boolean apply,
    @Nullable String by, @Nullable String commandId) implements CommandRequest, ScheduleTarget {}
