package io.tidemill.dsl;

/// A task that runs one body: what an arm of a branch may end with.
public sealed interface Joinable extends TaskRef permits Task, VoidTask {}
