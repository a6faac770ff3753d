/// The preview of schedules: which slots a declared schedule has in a stretch of time, and what daylight saving and calendars do to them.
@NullMarked
package io.tidemill.daemon.schedule;

import org.jspecify.annotations.NullMarked;
