package io.tidemill.engine.input;

import io.tidemill.engine.state.Trigger;
import io.tidemill.engine.state.Value;
import org.jspecify.annotations.Nullable;

/// Create a run of a version. A key that was used before gives the run it gave then.
public record CreateRun(int dag, int version, @Nullable String key, Value params, Trigger trigger)
    implements Command {
  @Override public String content() {
    return (key == null ? "" : key) + "\n" + params.content();
  }
}
