package io.tidemill.engine.decide;

import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.state.Deadlines;

/// When a failed attempt is followed by another (semantics §10).
final class RetryPolicy {
  /// Attempts of one task or shard whose agent may go away before the task fails.
  static final int LOST_ATTEMPTS = 10;

  private RetryPolicy() {}

  /// When the next attempt is due, in milliseconds since 1970.
  ///
  /// @param failures failures so far, at least 1
  static long due(Turn turn, RetryNode retry, Failure failure, int failures) {
    if (failure.retryAfterMillis() >= 0) {
      return Deadlines.later(turn.now(), failure.retryAfterMillis());
    }
    double delay = retry.delayMillis() * Math.pow(retry.factor(), failures - 1.0);
    if (retry.maxDelayMillis() > 0) {
      delay = Math.min(delay, retry.maxDelayMillis());
    }
    delay -= delay * retry.jitter() * turn.chance();
    return turn.now() + Math.round(Math.min(delay, Long.MAX_VALUE / 4.0));
  }
}
