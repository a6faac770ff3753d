/// The gRPC server for agents of other processes. It maps messages to the calls an agent of this process makes, and knows neither
/// partitions nor slots.
///
/// Frames of a session are read on network threads, which must not block: heartbeats are answered there, independently of the
/// database. Reports go through a queue of their session to a few threads that may commit them.
@NullMarked
package io.tidemill.gateway.remote;

import org.jspecify.annotations.NullMarked;
