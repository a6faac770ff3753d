package io.tidemill.gateway;

import java.util.List;

/// The slots of one connected agent, as seen by placement. Its answers may be stale at once; [#take] decides.
interface AgentSlots {
  /// Incarnation of its process.
  long incarnation();

  /// Queues it serves.
  List<String> queues();

  /// Labels it carries.
  List<String> labels();

  /// Attempts that run at a time, at least 1.
  int slots();

  /// Attempts it queues beyond its slots.
  int prefetch();

  /// Free slots, queue places included.
  int room();

  /// Whether it takes no work now: it drains, backs off, or is declared lost.
  boolean closed();

  /// Reserves up to a number of slots, queue places included; returns how many.
  int take(int wanted);
}
