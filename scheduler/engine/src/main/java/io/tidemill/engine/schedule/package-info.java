/// The mathematics of schedules: which slots a declared schedule has, and when their runs may start. Pure values; no clock.
///
/// [SlotSequence] is the entry. Times are seconds since 1970; a cron expression is met with a time zone one stretch of constant
/// offset at a time, so that no real instant is lost or counted twice at a transition.
@NullMarked
package io.tidemill.engine.schedule;

import org.jspecify.annotations.NullMarked;
