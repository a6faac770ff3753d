package io.tidemill.engine.fact;

import io.tidemill.engine.state.MaintenanceWindow;
import java.util.List;

/// A stretch of time in which no slot gets a run: an operator set it, or it is what a DAG keeps of one of a tag that it lost, and is over.
///
/// @param forgotten ids of windows that are over, and no longer needed
public record MaintenancePlanned(MaintenanceWindow window, List<String> forgotten) implements PartitionFact {
  public MaintenancePlanned {
    forgotten = List.copyOf(forgotten);
  }
}
