package io.tidemill.engine.fact;

import io.tidemill.engine.state.RunOutcome;

/// All tasks of a run are terminal.
public record RunEnded(int dag, long run, RunOutcome outcome) implements RunFact {}
