package io.tidemill.runtime;

import java.util.Collection;

/// Says which part has something to do, so that the driver steps it. Called by any thread; must not block unless it
/// says so.
public interface WorkSignals {
  /// A partition has inputs.
  void partition(int number);

  /// Partitions have a few inputs, and the caller's thread may be used to decide and commit them, if that saves waking
  /// another. It may then block for as long as a commit takes.
  default void partitionsNow(Collection<Integer> numbers) {
    numbers.forEach(this::partition);
  }

  /// Something is to be committed.
  void writer();

  /// Something became durable, or somebody waits for the tables.
  void projector();
}
