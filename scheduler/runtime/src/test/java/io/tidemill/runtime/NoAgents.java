package io.tidemill.runtime;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.Effect;
import io.tidemill.runtime.port.AgentPort;
import org.jspecify.annotations.Nullable;

/// Agents of a scheduler that has none: runs are created, and wait.
public record NoAgents() implements AgentPort {
  @Override public Capacity capacity() {
    return Capacity.NONE;
  }

  @Override public void perform(Effect effect, long epoch) {
    throw new AssertionError("Expected nothing to be assigned, but found " + effect);
  }

  @Override public void abandon(Effect effect) {
    throw new AssertionError("Expected nothing to be assigned, but found " + effect);
  }

  @Override public @Nullable String name(long incarnation) {
    return null;
  }
}
