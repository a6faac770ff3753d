/// Connects agents to the scheduler: maps effects of the engine to assignments, and reports to inputs.
///
/// An agent of the same process has an [io.tidemill.gateway.AgentConnection]; agents of other processes get one through
/// [io.tidemill.gateway.remote]. A session lasts as long as the agent process, over any number of connections.
@NullMarked
package io.tidemill.gateway;

import org.jspecify.annotations.NullMarked;
