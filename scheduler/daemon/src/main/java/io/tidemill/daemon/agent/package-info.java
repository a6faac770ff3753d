/// An agent in a process of its own: identity, connection to the scheduler, start and stop.
@NullMarked
package io.tidemill.daemon.agent;

import org.jspecify.annotations.NullMarked;
