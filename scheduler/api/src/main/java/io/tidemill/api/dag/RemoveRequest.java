package io.tidemill.api.dag;

/// Asks to archive a DAG.
///
/// @param cancel whether its active runs are cancelled; false: it is refused while there are any
public record RemoveRequest(boolean cancel) {}
