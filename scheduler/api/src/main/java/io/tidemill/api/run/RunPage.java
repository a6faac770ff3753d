package io.tidemill.api.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a list of runs.
///
/// @param next cursor of the part after this one, null for the last
public record RunPage(List<RunView> runs, @Nullable String next) {}
