package io.tidemill.daemon.log;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tidemill.api.agent.AgentView;
import io.tidemill.api.log.LogSource;
import io.tidemill.api.task.FailureView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A message of an attempt, or why an attempt did not succeed. The same fields for both, so that a program reads one schema.
///
/// @param time when it was written, `2026-11-22T10:15:30.123Z`; null where it is not known
/// @param shard key of the shard, `#` and its index where the key is not known; null where the task is not sharded
/// @param agent name of the agent of an attempt that did not succeed; null where it is not known, and for messages
/// @param level `DEBUG`, `INFO`, `WARN` or `ERROR` of a message, `OUT` or `ERR` of what was printed; how the attempt ended: `FAILED`,
///     `TIMED_OUT`, `CANCELLED`, `LOST` or `RELEASED`
/// @param text the message with all its lines; of an attempt that failed, its stack trace
public record LogEntry(@Nullable String time, String task, @Nullable String shard, int attempt, @Nullable String agent,
    String level, String text) {
  private static final Set<String> MESSAGES = Set.of("DEBUG", "INFO", "WARN", "ERROR", "OUT", "ERR");
  private static final DateTimeFormatter TIME = DateTimeFormatter
      .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  static LogEntry message(LogSource source, @Nullable String time, String level, String text) {
    String shard = source.shard();
    return new LogEntry(time, source.task(),
        source.shardIndex() < 0 ? null : shard == null ? "#" + source.shardIndex() : shard, source.attempt(), null,
        level,
        text);
  }

  static LogEntry failure(FailureView failure) {
    Instant at = failure.endedAt();
    return new LogEntry(at == null ? null : TIME.format(at), failure.task(), failure.shard(), failure.attempt(),
        failure.agent(), failure.kind(), text(failure).strip());
  }

  /// The stack of an exception begins with its message; that of a body that was stopped only tells where it stood.
  private static String text(FailureView failure) {
    if (failure.stack().isEmpty()) {
      return failure.message();
    }
    return failure.type().isEmpty() ? failure.message() + "\n" + failure.stack() : failure.stack();
  }

  /// Whether it tells how an attempt ended.
  @JsonIgnore public boolean isOutcome() {
    return !MESSAGES.contains(level);
  }

  /// Where the attempt was, as people read it: ` on agent NAME`; empty where it was the server's own process, or is not known.
  @JsonIgnore public String where() {
    return agent == null || agent.equals(AgentView.OWN) ? "" : " on agent " + agent;
  }

  /// How people name the attempt: `task`, `task[key]`, and which one where it is not the first.
  @JsonIgnore public String name() {
    return (shard == null ? task : task + "[" + shard + "]") + (attempt > 1 ? " attempt " + attempt : "");
  }
}
