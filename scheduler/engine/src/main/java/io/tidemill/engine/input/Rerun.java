package io.tidemill.engine.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Run tasks of an ended run again, with all that depends on them.
///
/// @param tasks ids of the tasks; empty: those that failed or were cancelled
/// @param apply false: only say what would run
/// @param plan hash of the plan that was shown; another one refuses. Null: whatever the plan is
/// @param chunks snapshot of the run where it had left memory, else empty
public record Rerun(int dag, long run, List<String> tasks, boolean apply, @Nullable String plan, List<byte[]> chunks)
    implements RunInput {}
