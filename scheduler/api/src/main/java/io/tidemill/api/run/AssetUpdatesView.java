package io.tidemill.api.run;

import java.time.Instant;

/// Events of one asset that started a run.
///
/// @param first number of the first event
/// @param last number of the last
/// @param count how many they are
/// @param firstAt when the first was recorded
/// @param lastAt when the last was
/// @param producer the task whose success the last event is, as `dag/run/task`; empty for an event from outside
/// @param by who told the last event from outside, empty where that is not known
/// @param note what was said about it, empty for nothing
public record AssetUpdatesView(String asset, long first, long last, int count, Instant firstAt, Instant lastAt,
    String producer, String by, String note) {
  /// The events in a line, such as `sales #4 to #6, the last from load/12/write`.
  public String text() {
    String source = producer.isEmpty() ? "outside" + (by.isEmpty() ? "" : ", " + by) : producer;
    return asset + " #" + first + (first == last ? "" : " to #" + last + ", the last") + " from " + source
        + (note.isEmpty() ? "" : ": " + note);
  }
}
