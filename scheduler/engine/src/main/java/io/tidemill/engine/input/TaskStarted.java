package io.tidemill.engine.input;

/// An agent says that a body has started, so many milliseconds ago.
public record TaskStarted(int dag, long run, int task, int attempt, long nonce, long ageMillis) implements TaskReport {}
