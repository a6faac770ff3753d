/// Schedules: list them and their slots, look ahead, pause, resume, drain.
@NullMarked
package io.tidemill.api.schedule;

import org.jspecify.annotations.NullMarked;
