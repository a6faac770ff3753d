/// The network protocol between agents and schedulers: the methods of the service, the messages of a session as records, and their
/// codecs. Only this package knows that they are protobuf; `agent.proto` is the contract, and changes are additive.
@NullMarked
package io.tidemill.protocol.remote;

import org.jspecify.annotations.NullMarked;
