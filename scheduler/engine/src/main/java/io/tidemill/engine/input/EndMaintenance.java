package io.tidemill.engine.input;

/// End a maintenance window now, or call it off before it begins. One that is over or unknown stays so.
///
/// @param window its id
/// @param by who asks
public record EndMaintenance(String window, String by) implements PartitionInput {}
