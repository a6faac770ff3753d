package io.tidemill.engine.reply;

/// The asset has the event.
///
/// @param event number of the event
/// @param told how many DAGs are told
public record AssetEventAccepted(long event, int told) implements Reply {}
