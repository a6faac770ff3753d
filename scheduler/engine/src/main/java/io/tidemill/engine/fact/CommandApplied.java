package io.tidemill.engine.fact;

import io.tidemill.engine.reply.Reply;

/// A command was applied, or refused for good. It stands behind the facts of its decision, in the same turn.
///
/// @param id id of the command
/// @param content hash of what it asked for, 0 where that is not known
/// @param answer what it was answered, and is answered again
public record CommandApplied(int dag, String id, long content, Reply answer) implements DagFact {}
