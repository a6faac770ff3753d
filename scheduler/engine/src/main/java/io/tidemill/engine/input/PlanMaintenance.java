package io.tidemill.engine.input;

import io.tidemill.engine.state.MaintenanceWindow;

/// Set a stretch of time in which no slot of some DAGs of a partition gets a run. One that is set already stays as it is.
public record PlanMaintenance(MaintenanceWindow window) implements PartitionInput {}
