package io.tidemill.dsl;

import io.tidemill.dsl.text.DurationText;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Thrown by a body: the attempt failed, and the next should wait as long as said here instead of the declared backoff. The
/// budget of retries still counts. Made by [Retry#after].
///
/// ```java
/// d.task("call").retry(Retry.attempts(3)).exec(ctx -> {
///   throw Retry.after(Duration.ofSeconds(30), new IOException("429 Too Many Requests"));
/// });
/// ```
public final class RetryAfter extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Duration delay;

  RetryAfter(Duration delay, @Nullable Throwable cause) {
    super("Asked for a retry after " + DurationText.of(delay) + ".", cause);
    this.delay = delay;
  }

  /// The wait asked for, at least zero.
  public Duration delay() {
    return delay;
  }
}
