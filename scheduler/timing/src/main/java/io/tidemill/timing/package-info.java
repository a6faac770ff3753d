/// Keeps time for schedules with Quartz: one trigger a schedule, in memory.
///
/// Quartz knows no slot mathematics of its own here, and keeps nothing that must outlive the process: each trigger asks the engine's
/// [io.tidemill.engine.schedule.SlotSequence] for its next time, and says to its partition that it is time to look. What is due, and
/// what becomes of it, is decided there.
@NullMarked
package io.tidemill.timing;

import org.jspecify.annotations.NullMarked;
