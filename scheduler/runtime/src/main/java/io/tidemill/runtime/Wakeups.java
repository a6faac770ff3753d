package io.tidemill.runtime;

/// Says which part has something to do, so that the driver steps it. Called by any thread; must not block.
public interface Wakeups {
  /// A partition has inputs.
  void partition(int number);

  /// Something is to be committed.
  void writer();

  /// Something became durable, or somebody waits for the tables.
  void projector();
}
