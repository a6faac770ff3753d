package io.tidemill.engine.fact;

import io.tidemill.engine.state.SlotRef;

/// A slot that is due waits for the end of the runs before it.
public record SlotQueued(int dag, SlotRef slot) implements DagFact {}
