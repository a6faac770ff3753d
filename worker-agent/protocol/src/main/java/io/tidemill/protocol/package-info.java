/// The messages between schedulers and agents as plain records, and the two ends of a session.
///
/// An in-process agent passes these objects directly; [io.tidemill.protocol.remote] carries them over the network. Only
/// additive changes are made here.
@NullMarked
package io.tidemill.protocol;

import org.jspecify.annotations.NullMarked;
