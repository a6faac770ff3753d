/// The simulated world: the real engine, runtime and store contract in one thread, driven by one seed through crashes, pauses,
/// two owners, lost and doubtful commits, and an unreliable network.
///
/// [io.tidemill.simulation.World] owns the time and one [io.tidemill.simulation.EventQueue] of events. A
/// [io.tidemill.simulation.Host] is one scheduler process around a real `SchedulerNode`; its calls to the database go through
/// [io.tidemill.simulation.HostStore], which crashes it, freezes it and makes calls fail. A call takes time: while it lasts,
/// the other parts of the same process and all other processes go on, so races are seen although there is one thread. What
/// really reaches the database goes through [io.tidemill.simulation.ObservedStore] to the [io.tidemill.simulation.InvariantChecker],
/// which folds every entry into a state of its own and checks the promises, each by its id ([io.tidemill.simulation.Invariant]).
@NullMarked
package io.tidemill.simulation;

import org.jspecify.annotations.NullMarked;
