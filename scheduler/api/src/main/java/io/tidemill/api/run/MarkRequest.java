package io.tidemill.api.run;

import io.tidemill.engine.state.TaskState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks to say by hand how a task ended, or that it shall not run.
///
/// @param task id of the task
/// @param state SUCCESS, FAILED or SKIPPED
/// @param value result of a success, as its type is written; required where another task reads it, null for none
/// @param variant simple name of the variant that the value is of, where its type is sealed; null for none
/// @param reason why, for others to read: 1 to 2,000 characters
/// @param apply false: only say what would change
/// @param plan hash of the plan that was shown, null for whatever it is
/// @param by who asks; a request with an access token is always by its holder
/// @param commandId names the request, so that a repetition gets the first answer; null: it is never repeated
public record MarkRequest(String task, TaskState state, @Nullable JsonNode value, @Nullable String variant,
    String reason, boolean apply, @Nullable String plan, @Nullable String by, @Nullable String commandId)
    implements CommandRequest {}
