package io.tidemill.engine.input;

import org.jspecify.annotations.Nullable;

/// Cancel a run.
public record CancelRun(int dag, long run, @Nullable String reason) implements Command {
  @Override public String content() {
    return "" + run;
  }
}
