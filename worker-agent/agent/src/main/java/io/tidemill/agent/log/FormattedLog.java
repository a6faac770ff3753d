package io.tidemill.agent.log;

import io.tidemill.agent.bundle.CapturedThrowable;
import io.tidemill.dsl.TaskLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

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
  static String format(@Nullable String template, @Nullable Object @Nullable... given) {
    // A body that passes null alone has passed one argument, which is null.
    @Nullable Object[] arguments = given == null ? new @Nullable Object[]{null} : given;
    FormattingTuple formatted = MessageFormatter.arrayFormat(String.valueOf(template), arguments);
    Throwable thrown = formatted.getThrowable();
    String text = String.valueOf(formatted.getMessage());
    return thrown == null ? text : text + "\n" + CapturedThrowable.of(thrown).text().stripTrailing();
  }
}
