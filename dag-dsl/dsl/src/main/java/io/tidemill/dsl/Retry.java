package io.tidemill.dsl;

import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.text.DurationText;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How often, how soon and after which failures a task is tried again. Immutable; every method returns a changed copy.
///
/// Values out of range are reported as problems of the task the policy is given to. A sharded task applies its policy to each
/// shard. An attempt lost with its agent does not count as a failure and has a budget of its own.
///
/// ```java
/// d.task("fetch")
///     .retry(Retry.attempts(5).backoff(Duration.ofSeconds(2), 2).cap(Duration.ofMinutes(1)).jitter(0.2)
///         .giveUpOn(IllegalArgumentException.class))
///     .exec(ctx -> ctx.log().info("attempt {} of 5", ctx.attempt()));
/// ```
public final class Retry {
  /// No retry: the default of every task.
  public static final Retry NONE = new Retry(1, Duration.ZERO, 1, null, 0, List.of(), null);

  private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);
  private static final Duration DEFAULT_CAP = Duration.ofMinutes(5);

  final int attempts;
  private final Duration delay;
  private final double factor;
  private final @Nullable Duration cap;
  private final double jitter;
  private final List<Class<? extends Throwable>> giveUpOn;
  private final @Nullable Predicate<? super Throwable> retryOn;

  private Retry(int attempts, Duration delay, double factor, @Nullable Duration cap, double jitter,
      List<Class<? extends Throwable>> giveUpOn, @Nullable Predicate<? super Throwable> retryOn) {
    this.attempts = attempts;
    this.delay = Objects.requireNonNull(delay, "delay");
    this.factor = factor;
    this.cap = cap;
    this.jitter = jitter;
    this.giveUpOn = giveUpOn;
    this.retryOn = retryOn;
  }

  /// Up to this many attempts in all, the first included. Unless set otherwise the waits between them are 1 s, 2 s, 4 s, … up to
  /// 5 min, without jitter.
  ///
  /// @param attempts 1 (no retry) to 1,000
  public static Retry attempts(int attempts) {
    return new Retry(attempts, DEFAULT_DELAY, 2, DEFAULT_CAP, 0, List.of(), null);
  }

  /// An exception for a body to throw: try again after this wait instead of the declared one.
  ///
  /// @param delay at least zero; more than 365 days are taken for 365 days
  /// @throws IllegalArgumentException if the delay is negative
  public static RetryAfter after(Duration delay) {
    return after(delay, null);
  }

  /// As [#after(Duration)], with the failure that asks for it.
  ///
  /// @param delay at least zero
  /// @param cause what failed
  /// @throws IllegalArgumentException if the delay is negative
  public static RetryAfter after(Duration delay, @Nullable Throwable cause) {
    if (Objects.requireNonNull(delay, "delay").isNegative()) {
      throw new IllegalArgumentException("Expected a wait of at least zero, but found " + DurationText.of(delay) + ".");
    }
    return new RetryAfter(delay, cause);
  }

  /// Waits that grow: each is the one before times the factor. Removes the default cap of 5 min.
  ///
  /// @param first wait before the first retry, 0 to 365 days
  /// @param growth 1 to 100
  public Retry backoff(Duration first, double growth) {
    return new Retry(attempts, first, growth, isDefault() ? null : cap, jitter, giveUpOn, retryOn);
  }

  /// The same wait before every retry. Removes the default cap of 5 min.
  ///
  /// @param wait 0 to 365 days
  public Retry fixed(Duration wait) {
    return backoff(wait, 1);
  }

  /// The longest wait.
  ///
  /// @param longest more than 0, up to 365 days
  public Retry cap(Duration longest) {
    return new Retry(attempts, delay, factor, Objects.requireNonNull(longest, "longest"), jitter, giveUpOn, retryOn);
  }

  /// The part of each wait that is random, so that many tasks do not come back at the same moment.
  ///
  /// @param part 0 (none, the default) to 1 (all of it)
  public Retry jitter(double part) {
    return new Retry(attempts, delay, factor, cap, part, giveUpOn, retryOn);
  }

  /// Failures no retry would help against, subclasses included. Several calls add up.
  @SafeVarargs
  @SuppressWarnings("varargs") public final Retry giveUpOn(Class<? extends Throwable>... failures) {
    return new Retry(attempts, delay, factor, cap, jitter,
        Stream.concat(giveUpOn.stream(), Stream.of(failures)).toList(), retryOn);
  }

  /// Retries only the failures the predicate accepts. It runs on the agent; if it throws, the failure is not retried.
  public Retry retryOn(Predicate<? super Throwable> accepts) {
    return new Retry(attempts, delay, factor, cap, jitter, giveUpOn, Objects.requireNonNull(accepts, "accepts"));
  }

  private boolean isDefault() {
    return DEFAULT_CAP.equals(cap) && DEFAULT_DELAY.equals(delay);
  }

  /// Judges the failure itself, taken out of the wrappers that futures and reflection put around it. [NonRetryableException] and
  /// `giveUpOn` come first, then [RetryAfter], then `retryOn`.
  FailureVerdict judge(Throwable thrown) {
    var failure = unwrapped(thrown);
    if (failure instanceof NonRetryableException || failure instanceof ShardsRefused
        || giveUpOn.stream().anyMatch(type -> type.isInstance(failure))) {
      return new FailureVerdict(false, null);
    }
    if (failure instanceof RetryAfter asked) {
      return new FailureVerdict(true, asked.delay());
    }
    return new FailureVerdict(accepted(failure), null);
  }

  @SuppressWarnings("ReferenceEquality") // its equals is the user's
  private boolean accepted(Throwable failure) {
    if (retryOn == null) {
      return true;
    }
    try {
      return retryOn.test(failure);
    } catch (RuntimeException | Error broken) {
      if (broken != failure) { // it may not suppress itself
        failure.addSuppressed(broken);
      }
      return false;
    }
  }

  private static Throwable unwrapped(Throwable thrown) {
    var failure = thrown;
    for (var depth = 0; depth < 20; depth++) {
      // Others are not asked: their class may answer with anything.
      var wraps = failure instanceof ExecutionException || failure instanceof CompletionException
          || failure instanceof InvocationTargetException;
      var cause = wraps ? failure.getCause() : null;
      if (cause == null) {
        return failure;
      }
      failure = cause;
    }
    return failure;
  }

  /// Reports every value out of range.
  void check(Limits limits, String at) {
    var fits = limits.number("attempts", attempts, 1, Limits.ATTEMPTS, at);
    fits &= limits.number("backoff factor", factor, 1, 100, at);
    fits &= limits.number("jitter", jitter, 0, 1, at);
    fits &= limits.duration("wait before another attempt", delay, Duration.ZERO, Limits.LONGEST_WAIT, at);
    if (cap != null) {
      limits.duration("cap of the waits", cap, Duration.ofMillis(1), Limits.LONGEST_WAIT, at);
    } else if (fits && attempts > 1) {
      limits.lastWait(delay.toMillis() * Math.pow(factor, attempts - 2.0), at);
    }
  }

  RetryNode node() {
    return attempts == 1
        ? RetryNode.NONE
        : new RetryNode(attempts, delay.toMillis(), factor, cap == null ? 0 : cap.toMillis(), jitter + 0.0);
  }
}
