package io.tidemill.daemon.log;

import io.tidemill.api.log.LogPage;
import io.tidemill.api.log.LogResource;
import io.tidemill.api.log.LogSource;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Reads the messages of one attempt, page by page, and goes on later where it stopped. Not safe for use by several threads.
final class AttemptReader {
  /// `2026-11-22T10:15:30.123Z` in front of each message.
  private static final int TIME_LENGTH = 24;
  private static final int MAX_LEVEL = 5;

  private final LogResource logs;
  private final String dag;
  private final long run;
  private final LogSource source;
  private final ArrayDeque<LogEntry> entries = new ArrayDeque<>();
  private long position = -1;
  private boolean more = true;
  private @Nullable String time;
  private String level = "INFO";

  AttemptReader(LogResource logs, String dag, long run, LogSource source) {
    this.logs = logs;
    this.dag = dag;
    this.run = run;
    this.source = source;
  }

  /// From now on pages may have come that were not there before.
  void resume() {
    more = true;
  }

  /// The next message, null if there is none now.
  @Nullable LogEntry peek() {
    // The last message of a page is kept back: its other lines may stand on the next one.
    while (more && entries.size() < 2) {
      LogPage page = logs.page(dag, run, source.task(), source.shardIndex(), source.attempt(), position);
      position = page.next();
      more = page.more();
      parse(page.text());
    }
    return entries.peekFirst();
  }

  void remove() {
    entries.removeFirst();
  }

  private void parse(String text) {
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      String line = text.substring(from, end < 0 ? text.length() : end);
      from = end < 0 ? text.length() : end + 1;
      int message = startOfMessage(line);
      if (message >= 0) {
        time = line.substring(0, TIME_LENGTH);
        level = line.substring(TIME_LENGTH + 1, message - 1);
        entries.addLast(LogEntry.message(source, time, level, line.substring(message)));
      } else {
        continued(line);
      }
    }
  }

  /// A line of the message before it, which may have been told already.
  private void continued(String line) {
    LogEntry before = entries.pollLast();
    entries.addLast(LogEntry.message(source, time, level, before == null ? line : before.text() + "\n" + line));
  }

  /// Where the text of a message begins behind time and level, -1 if the line does not begin one.
  private static int startOfMessage(String line) {
    if (line.length() <= TIME_LENGTH || line.charAt(4) != '-' || line.charAt(10) != 'T'
        || line.charAt(TIME_LENGTH - 1) != 'Z' || line.charAt(TIME_LENGTH) != ' ') {
      return -1;
    }
    int end = line.indexOf(' ', TIME_LENGTH + 1);
    if (end < 0 || end - TIME_LENGTH - 1 > MAX_LEVEL || end == TIME_LENGTH + 1) {
      return -1;
    }
    for (int i = TIME_LENGTH + 1; i < end; i++) {
      if (line.charAt(i) < 'A' || line.charAt(i) > 'Z') {
        return -1;
      }
    }
    return end + 1;
  }
}
