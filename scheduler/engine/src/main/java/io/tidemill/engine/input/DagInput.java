package io.tidemill.engine.input;

/// Something that is asked of a DAG.
public sealed interface DagInput extends Input permits CreateRun {}
