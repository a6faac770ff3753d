/// The server that agents on other machines connect to. It turns what comes over the network into the calls that an agent of
/// this process makes, and knows nothing of partitions and slots.
///
/// Frames of a session are read on the network's threads, which must not wait: heartbeats are answered there, whatever the
/// database does. Reports go through a queue of their session to a few threads that may commit them.
@NullMarked
package io.tidemill.gateway.remote;

import org.jspecify.annotations.NullMarked;
