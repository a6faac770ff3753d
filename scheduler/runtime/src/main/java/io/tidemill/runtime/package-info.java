/// The shell around the engine: partitions that feed it inputs one at a time, a writer that commits what it decided, and a
/// projector that writes what people query.
///
/// Nothing here owns a thread or a clock. A driver steps the parts: [io.tidemill.runtime.ThreadedDriver] with real threads
/// and time, the simulation with none of either. Each part may be stepped by one thread at a time, different parts by
/// different threads.
///
/// The way of an input: [io.tidemill.runtime.SchedulerNode#submit] puts it into the inbox of its
/// [io.tidemill.runtime.Partition]; a step of the partition decides it and parks facts, effects and answer in the open
/// [io.tidemill.runtime.PendingCommit]; a step of the [io.tidemill.runtime.JournalWriter] commits what gathered and only then lets
/// effects and answers go; a step of the [io.tidemill.runtime.Projector] writes the changed runs behind it.
@NullMarked
package io.tidemill.runtime;

import org.jspecify.annotations.NullMarked;
