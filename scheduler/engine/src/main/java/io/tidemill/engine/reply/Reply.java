package io.tidemill.engine.reply;

/// The answer to an input that asked for one.
public sealed interface Reply permits RunAccepted, CancelAccepted, Refused, RerunPlanned {}
