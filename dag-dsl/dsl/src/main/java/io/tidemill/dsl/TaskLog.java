package io.tidemill.dsl;

import org.jspecify.annotations.Nullable;

/// The log of one attempt. Each `{}` of a message is replaced by the next argument; a [Throwable] as last argument without
/// a `{}` of its own is logged with its stack trace. Safe for use by several threads.
///
/// ```java
/// d.task("load").exec(ctx -> {
///   try {
///     ctx.log().info("{} of {} rows", 7, 10);
///   } catch (RuntimeException e) {
///     ctx.log().error("The rows cannot be loaded", e);
///     throw e;
///   }
/// });
/// ```
public interface TaskLog {
  /// Logs a detail for whoever looks for a fault.
  void debug(String message, @Nullable Object... arguments);

  /// Logs what happened.
  void info(String message, @Nullable Object... arguments);

  /// Logs what may be wrong.
  void warn(String message, @Nullable Object... arguments);

  /// Logs what is wrong.
  void error(String message, @Nullable Object... arguments);
}
