package io.tidemill.engine.input;

import io.tidemill.engine.message.Message;

/// A message of another DAG or asset stands in the inbox. Told again, or before the one before it, it changes nothing.
///
/// @param dag number of the receiver
/// @param sender number of the sender
/// @param n number of the message from that sender
public record MessageReceived(int dag, int sender, long n, Message message) implements DagInput {}
