package io.tidemill.runtime;

import io.tidemill.runtime.port.JournalEntry.InboxMessage;
import io.tidemill.runtime.port.JournalEntry.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the reading of a partition's inbox is. What was sent while this node owned the partition was told to it; the inbox is read
/// once the partition is acquired, for what was sent before, and when a message comes before the one before it.
///
/// Used under the partition's lock.
final class InboxReader {
  /// Messages that are read at a time.
  static final int PAGE = 1_000;

  private static final long FIRST_DELAY_MILLIS = 10;
  private static final int MOST_DOUBLINGS = 7;

  private @Nullable MessageId after;
  private int asked;
  private int begun;
  private int gaps;
  private long notBefore;

  /// There may be messages that nobody told.
  void check() {
    after = MessageId.NONE;
    asked++;
  }

  /// The partition was acquired: whatever stands there is to be read.
  void acquired() {
    check();
    gaps = 0;
    notBefore = 0;
  }

  /// Nothing is to be read any more.
  void drop() {
    after = null;
  }

  /// A message came before the one before it. Where that is not found by reading either, it is looked for less and less often.
  void gap(long now) {
    check();
    notBefore = now + (FIRST_DELAY_MILLIS << Math.min(gaps++, MOST_DOUBLINGS));
  }

  /// A message was taken: its sender goes on.
  void taken() {
    gaps = 0;
  }

  /// When the next page may be read, `Long.MAX_VALUE` where none is asked for.
  long due() {
    return after == null ? Long.MAX_VALUE : notBefore;
  }

  /// After which message to read now, null for nothing.
  @Nullable MessageId begin(long now) {
    if (due() > now) {
      return null;
    }
    begun = asked;
    return after;
  }

  /// A page was read.
  void read(List<InboxMessage> page) {
    if (page.size() == PAGE) {
      after = page.getLast().id();
    } else if (begun == asked) {
      after = null;
    }
  }

  /// The store did not answer.
  void later(long at) {
    notBefore = at;
  }
}
