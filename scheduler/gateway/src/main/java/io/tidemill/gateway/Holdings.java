package io.tidemill.gateway;

import io.tidemill.protocol.Held;
import java.util.List;
import java.util.function.Consumer;

/// Asks an agent what it has. The answer may come at once, later by another thread, or never.
@FunctionalInterface
public interface Holdings {
  /// @param answer takes what the agent has; must not block
  void ask(Consumer<List<Held>> answer);
}
