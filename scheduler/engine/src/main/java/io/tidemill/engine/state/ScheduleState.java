package io.tidemill.engine.state;

import io.tidemill.dsl.graph.LatenessNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.schedule.LatenessKind;
import io.tidemill.engine.schedule.ScheduledSlot;
import io.tidemill.engine.schedule.SlotSequence;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One schedule of a DAG: its declaration while it is in force, and how far its slots are decided.
///
/// The cursor is moved by facts, never by a clock: each slot behind it is decided once, whatever becomes of the process.
public final class ScheduleState {
  private final String name;
  private @Nullable ScheduleNode node;
  private @Nullable SlotSequence sequence;
  private @Nullable ScheduledSlot next;
  private long cursor = Long.MIN_VALUE;
  private long since;
  private final SlotHistory history = new SlotHistory();
  private final Coverage coverage = new Coverage();
  private final TreeMap<Integer, Address> subscribers = new TreeMap<>();
  private final LatenessWatch starts = new LatenessWatch();
  private final LatenessWatch ends = new LatenessWatch();

  ScheduleState(String name) {
    this.name = name;
  }

  /// Its name, unique in the DAG.
  public String name() {
    return name;
  }

  /// Its declaration, null where it is no longer declared.
  public @Nullable ScheduleNode node() {
    return node;
  }

  /// How its newest slots ended.
  public SlotHistory history() {
    return history;
  }

  /// Which time the data of its slots covers.
  public Coverage coverage() {
    return coverage;
  }

  /// DAGs whose slots require its own, by number.
  public Map<Integer, Address> subscribers() {
    return subscribers;
  }

  /// Which slots have not met what the schedule expects.
  public LatenessWatch lateness(LatenessKind kind) {
    return switch (kind) {
      case NOT_STARTED -> starts;
      case NOT_FINISHED -> ends;
    };
  }

  /// When the next slot is late, in milliseconds since 1970, [Deadlines#NEVER] for none.
  public long lateAt() {
    return Math.min(starts.dueAt(), ends.dueAt());
  }

  /// A slot will not be late any more.
  public void settled(long time) {
    starts.meet(time);
    ends.meet(time);
  }

  /// Slots up to this time are decided, in milliseconds since 1970; `Long.MIN_VALUE` before the first declaration.
  public long cursor() {
    return cursor;
  }

  /// When its declaration came into force, in milliseconds since 1970.
  public long since() {
    return since;
  }

  /// The slots it names, null where it is no longer declared.
  public @Nullable SlotSequence sequence() {
    return sequence;
  }

  /// The first slot that is not decided, null where there is none.
  public @Nullable ScheduledSlot next() {
    return next;
  }

  /// When the first slot that is not decided is due, in milliseconds since 1970, [Deadlines#NEVER] where there is none.
  public long dueAt() {
    return next == null ? Deadlines.NEVER : next.runAfter().toEpochMilli();
  }

  /// Puts a declaration in force.
  ///
  /// @param dag id of the DAG
  /// @param decided slots up to this time are decided, in milliseconds since 1970
  /// @param from when the declaration came into force
  public void declare(String dag, ScheduleNode declaration, long decided, long from) {
    if (from != since) {
      // What an earlier declaration expected of its slots is over.
      starts.begin(Math.max(decided, from));
      ends.begin(Math.max(decided, from));
    }
    node = declaration;
    sequence = SlotSequence.of(dag, declaration);
    cursor = decided;
    since = from;
    LatenessNode lateness = declaration.lateness();
    starts.expect(sequence, lateness == null ? 0 : lateness.startMillis());
    ends.expect(sequence, lateness == null ? 0 : lateness.finishMillis());
    look();
  }

  /// Takes the declaration out of force. How far its slots are decided stays known.
  public void retire() {
    node = null;
    sequence = null;
    next = null;
    starts.expect(null, 0);
    ends.expect(null, 0);
  }

  /// Notes that slots are decided up to a time.
  public void decided(long time) {
    if (time > cursor) {
      cursor = time;
      look();
    }
  }

  private void look() {
    next = sequence == null ? null : sequence.next(Instant.ofEpochMilli(cursor));
  }
}
