package io.tidemill.agent.log;

import org.jspecify.annotations.Nullable;

/// Whoever has a log: an attempt.
public interface LogProducer {
  /// The log, made when first asked for; null once the attempt has ended.
  @Nullable AttemptLog openLog();

  /// Where its body is now, null if it has ended or is not in this process.
  default @Nullable Thread thread() {
    return null;
  }
}
