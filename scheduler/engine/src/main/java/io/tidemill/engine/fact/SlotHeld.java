package io.tidemill.engine.fact;

import io.tidemill.engine.state.SlotRef;

/// A slot is due, and waits for slots of other DAGs that it requires.
public record SlotHeld(int dag, SlotRef slot) implements DagFact {}
