/// The agent's end of a session with a scheduler on another machine: connects, connects again, and tells the agent when it is
/// cut off.
@NullMarked
package io.tidemill.agent.remote;

import org.jspecify.annotations.NullMarked;
