/// What a scheduler and an agent say to each other, as plain records, and the two ends of a session.
///
/// An in-process agent passes these objects as they are; a remote one will carry the same content over the network. Only
/// additive changes are made here.
@NullMarked
package io.tidemill.protocol;

import org.jspecify.annotations.NullMarked;
