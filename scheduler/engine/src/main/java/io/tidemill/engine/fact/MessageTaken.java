package io.tidemill.engine.fact;

import io.tidemill.engine.message.Message;

/// A DAG or asset took a message. Its row leaves the inbox in the same commit.
///
/// @param dag number of the receiver
/// @param sender number of the sender
/// @param n number of the message from that sender
public record MessageTaken(int dag, int sender, long n, Message message) implements DagFact {}
