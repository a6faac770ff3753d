package io.tidemill.engine.fact;

import io.tidemill.engine.message.Message;

/// A DAG or asset told another something. Committed together with the row in the receiver's inbox.
///
/// @param dag number of the sender
/// @param receiver number of the receiver
/// @param partition partition of the receiver
/// @param n number of the message from this sender to this receiver, from 1, without a gap
public record MessageSent(int dag, int receiver, int partition, long n, Message message) implements DagFact {}
