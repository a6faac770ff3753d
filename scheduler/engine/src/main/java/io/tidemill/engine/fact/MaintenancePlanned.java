package io.tidemill.engine.fact;

import io.tidemill.engine.state.MaintenanceWindow;

/// An operator set a stretch of time in which no slot gets a run.
public record MaintenancePlanned(MaintenanceWindow window) implements PartitionFact {}
