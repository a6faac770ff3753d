package io.tidemill.gateway;

import io.tidemill.protocol.InventoryItem;
import java.util.List;
import java.util.function.Consumer;

/// Queries the inventory of an agent. The answer may come at once, later on another thread, or never.
@FunctionalInterface
public interface InventoryQuery {
  /// @param answer receives the inventory; must not block
  void ask(Consumer<List<InventoryItem>> answer);
}
