package io.tidemill.agent.bundle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What an exception of the user's code says, asked for once. Its class may override every method: whatever throws, answers null, never
/// ends with a cause, or is huge, is told as far as it goes. A method that does not return keeps the calling thread, so it is asked
/// while the attempt can still be stopped.
///
/// @param type name of its class
/// @param message what it says, empty if nothing; longer than 64 Ki characters it is cut and marked
/// @param frames its stack trace, at most 10,000 frames, innermost first
/// @param suppressed what was suppressed
/// @param cause what caused it
/// @param isRepeated whether it stands in the chain already; then it has neither frames nor causes
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record CapturedThrowable(String type, String message, StackTraceElement[] frames,
    List<CapturedThrowable> suppressed, @Nullable CapturedThrowable cause, boolean isRepeated) {
  private static final int MOST_MESSAGE_CHARS = 64 << 10;
  private static final int MOST_FRAMES = 10_000;
  private static final int MOST_THROWABLES = 50;
  private static final StackTraceElement[] NO_FRAMES = {};

  /// Asks an exception for everything.
  public static CapturedThrowable of(Throwable failure) {
    return capture(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  /// What an exception says, even if it throws when asked.
  public static String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : StackTraceFilter.capped(message, MOST_MESSAGE_CHARS);
    } catch (Throwable t) {
      return "(its message cannot be read: " + t.getClass().getName() + ")";
    }
  }

  /// As Java prints it: its stack trace, with what was suppressed and its causes. At most 64 Ki characters.
  public String text() {
    return StackTraceFilter.NONE.text(this, MOST_MESSAGE_CHARS);
  }

  private static CapturedThrowable capture(Throwable failure, Set<Throwable> seen) {
    String type = failure.getClass().getName();
    String message = message(failure);
    if (!seen.add(failure)) {
      return new CapturedThrowable(type, message, NO_FRAMES, List.of(), null, true);
    }
    StackTraceElement[] frames = asked(failure::getStackTrace, NO_FRAMES);
    frames = Arrays.stream(frames).filter(Objects::nonNull).limit(MOST_FRAMES).toArray(StackTraceElement[]::new);
    List<CapturedThrowable> suppressed = new ArrayList<>();
    for (Throwable each : failure.getSuppressed()) {
      if (seen.size() < MOST_THROWABLES) {
        suppressed.add(capture(each, seen));
      }
    }
    Throwable cause = seen.size() < MOST_THROWABLES ? asked(failure::getCause, null) : null;
    return new CapturedThrowable(type, message, frames, suppressed, cause == null ? null : capture(cause, seen),
        false);
  }

  private static <T extends @Nullable Object> T asked(Supplier<@Nullable T> question, T otherwise) {
    try {
      T answer = question.get();
      return answer == null ? otherwise : answer;
    } catch (Throwable _) {
      return otherwise;
    }
  }
}
