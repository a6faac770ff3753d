package io.tidemill.api.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for a rerun.
///
/// @param tasks ids of the tasks, null or empty: those that failed or were cancelled
/// @param apply false: only say what would run
/// @param plan hash of the plan that was shown, null for whatever it is
public record RerunRequest(@Nullable List<String> tasks, boolean apply, @Nullable String plan) {}
