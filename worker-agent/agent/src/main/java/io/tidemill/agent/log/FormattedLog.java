package io.tidemill.agent.log;

import io.tidemill.dsl.TaskLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/// What `ctx.log()` gives a body. Opens the attempt's log with the first message.
public final class FormattedLog implements TaskLog {
  private final LogProducer source;

  /// @param source the attempt
  public FormattedLog(LogProducer source) {
    this.source = source;
  }

  @Override public void debug(String message, @Nullable Object... arguments) {
    write("DEBUG", message, arguments);
  }

  @Override public void info(String message, @Nullable Object... arguments) {
    write("INFO", message, arguments);
  }

  @Override public void warn(String message, @Nullable Object... arguments) {
    write("WARN", message, arguments);
  }

  @Override public void error(String message, @Nullable Object... arguments) {
    write("ERROR", message, arguments);
  }

  private void write(String level, String message, @Nullable Object... arguments) {
    AttemptLog log = source.openLog();
    if (log != null) {
      log.line(level, format(message, arguments));
    }
  }

  /// The message with its arguments filled in. Never throws, whatever the arguments do.
  static String format(String message, @Nullable Object... arguments) {
    StringBuilder text = new StringBuilder(message.length() + 32);
    int next = 0;
    int from = 0;
    for (int at = message.indexOf("{}"); at >= 0 && next < arguments.length; at = message.indexOf("{}", from)) {
      text.append(message, from, at).append(text(arguments[next++]));
      from = at + 2;
    }
    text.append(message, from, message.length());
    if (next < arguments.length && arguments[arguments.length - 1] instanceof Throwable failure) {
      StringWriter stack = new StringWriter();
      failure.printStackTrace(new PrintWriter(stack));
      text.append('\n').append(stack.toString().stripTrailing());
    }
    return text.toString();
  }

  private static String text(@Nullable Object argument) {
    try {
      return String.valueOf(argument);
    } catch (RuntimeException | StackOverflowError e) {
      return "(toString failed: " + e.getClass().getName() + ")";
    }
  }
}
