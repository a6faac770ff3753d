package io.tidemill.gateway;

import java.util.List;

/// The slots of one connected agent, as the choice of an agent sees them. What it says may be over the next moment; [#take] decides.
interface Seat {
  /// Number of its process.
  long incarnation();

  /// Queues it serves.
  List<String> queues();

  /// Labels it carries.
  List<String> labels();

  /// Attempts that run at a time, at least 1.
  int slots();

  /// Further attempts it queues.
  int prefetch();

  /// Attempts it can still take, to run and to queue.
  int room();

  /// Whether it takes nothing now: it drains, or gave work back a moment ago.
  boolean closed();

  /// Takes up to some slots, queue places included; how many it took.
  int take(int wanted);
}
