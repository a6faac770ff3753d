package io.tidemill.engine.fact;

import io.tidemill.engine.state.MaintenanceWindow;
import java.util.List;

/// An operator set a stretch of time in which no slot gets a run.
///
/// @param forgotten ids of windows that are over, and no longer needed
public record MaintenancePlanned(MaintenanceWindow window, List<String> forgotten) implements PartitionFact {
  public MaintenancePlanned {
    forgotten = List.copyOf(forgotten);
  }
}
