/// An agent in a process of its own: its identity, its way to the scheduler, its start and its end.
@NullMarked
package io.tidemill.daemon.agent;

import org.jspecify.annotations.NullMarked;
