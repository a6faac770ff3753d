package io.tidemill.engine.state;

/// Where an event of an asset comes from.
///
/// @param producer the task that succeeded, as `dag/run/task`; empty for an event from outside
/// @param by who told an event from outside, empty otherwise
/// @param note what was said about it, empty for nothing
public record EventSource(String producer, String by, String note) {
  /// Most characters of a note.
  public static final int MOST_NOTE = 1_000;

  /// A task that succeeded.
  public static EventSource task(String dag, long run, String task) {
    return new EventSource(dag + "/" + run + "/" + task, "", "");
  }

  /// The source in a few words.
  public String text() {
    return producer.isEmpty() ? "told by " + by : producer;
  }
}
