package io.tidemill.dsl.graph;

import io.tidemill.dsl.DayRoll;
import java.util.List;

/// The days on which slots may be.
///
/// @param name name to show, empty where none was given
/// @param weekdays days of the week that are working days, as `MON` to `SUN`, in the order of the week
/// @param holidays ISO-8601 dates that are no working days, sorted
/// @param roll what becomes of a slot on another day
public record CalendarNode(String name, List<String> weekdays, List<String> holidays, DayRoll roll) {
  public CalendarNode {
    weekdays = List.copyOf(weekdays);
    holidays = List.copyOf(holidays);
  }
}
