package io.tidemill.engine.input;

/// Something that is asked or told of a DAG.
public sealed interface DagInput extends Input permits CommandReceived, ActivateVersion, MessageReceived {}
