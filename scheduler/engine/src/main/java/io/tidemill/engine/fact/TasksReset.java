package io.tidemill.engine.fact;

/// Tasks wait again, for a rerun.
@SuppressWarnings("ArrayRecordComponent") // a carrier: never changed
public record TasksReset(int dag, long run, int[] tasks) implements RunFact {}
