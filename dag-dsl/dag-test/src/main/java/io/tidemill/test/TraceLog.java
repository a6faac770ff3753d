package io.tidemill.test;

import io.tidemill.dsl.TaskLog;
import org.jspecify.annotations.Nullable;

/// The log of an attempt: lines of the run's story. Fills in arguments by itself, so that the test kit needs no library.
final class TraceLog implements TaskLog {
  private final Trace story;
  private final String attempt;

  TraceLog(Trace story, String attempt) {
    this.story = story;
    this.attempt = attempt;
  }

  @Override public void debug(String message, @Nullable Object... arguments) {
    log("debug", message, arguments);
  }

  @Override public void info(String message, @Nullable Object... arguments) {
    log("info", message, arguments);
  }

  @Override public void warn(String message, @Nullable Object... arguments) {
    log("warn", message, arguments);
  }

  @Override public void error(String message, @Nullable Object... arguments) {
    log("error", message, arguments);
  }

  private void log(String level, String message, @Nullable Object[] arguments) {
    StringBuilder text = new StringBuilder();
    int used = 0;
    int from = 0;
    for (int at = message.indexOf("{}"); at >= 0 && used < arguments.length; at = message.indexOf("{}", from)) {
      text.append(message, from, at).append(text(arguments[used++]));
      from = at + 2;
    }
    text.append(message.substring(from));
    if (used < arguments.length && arguments[arguments.length - 1] instanceof Throwable thrown) {
      text.append(": ").append(text(thrown));
    }
    story.tell(attempt + " " + level + ": " + text);
  }

  /// Never throws, whatever the argument does: on an agent the body would go on as well.
  private static String text(@Nullable Object argument) {
    try {
      return String.valueOf(argument);
    } catch (RuntimeException | StackOverflowError e) {
      return "(its toString failed: " + e.getClass().getName() + ")";
    }
  }
}
