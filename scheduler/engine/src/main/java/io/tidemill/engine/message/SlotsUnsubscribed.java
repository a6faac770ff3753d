package io.tidemill.engine.message;

/// A DAG is no longer interested in the slots of a schedule.
public record SlotsUnsubscribed(String schedule) implements Message {}
