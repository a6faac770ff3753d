package io.tidemill.dsl.graph;

import java.util.List;

/// A window of time in which slots are skipped, half open, on the clocks of the schedule's zone.
///
/// @param from `HH:mm`, or an ISO-8601 local date and time
/// @param to of the same form as `from`; a time of day not after `from` is on the next day
/// @param weekdays days of the week on which the window begins, as `MON` to `SUN`; empty for every day, and where `from` is a date
public record QuietNode(String from, String to, List<String> weekdays) {
  public QuietNode {
    weekdays = List.copyOf(weekdays);
  }
}
