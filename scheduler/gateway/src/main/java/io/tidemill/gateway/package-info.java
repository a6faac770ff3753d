/// Where agents meet the scheduler: turns what the engine decided into assignments, and reports into inputs.
///
/// An agent of the same process holds an [io.tidemill.gateway.AgentConnection]; those of other machines come in through
/// [io.tidemill.gateway.remote] and get one too. A session lasts as long as a process of an agent, over any number of connections.
@NullMarked
package io.tidemill.gateway;

import org.jspecify.annotations.NullMarked;
