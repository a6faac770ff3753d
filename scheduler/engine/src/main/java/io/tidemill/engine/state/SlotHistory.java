package io.tidemill.engine.state;

import io.tidemill.dsl.SlotResult;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How the newest slots of a schedule ended, for the runs of later ones. Appliers change it.
public final class SlotHistory {
  /// Newest slots that are remembered. What is older is not known any more.
  public static final int REMEMBERED = 16;

  private final TreeMap<Long, SlotResult> results = new TreeMap<>();
  private long lastSuccess = NEVER;

  /// Stands for no time.
  public static final long NEVER = Long.MIN_VALUE;

  /// What the run of a slot is told of the slots before it.
  ///
  /// @param previous how the slot before ended, null where there is none or it is not known
  /// @param lastSuccess time of the newest slot before it whose run succeeded, in milliseconds since 1970, [#NEVER] for none
  public record Past(@Nullable SlotResult previous, long lastSuccess) {
    /// Nothing is known.
    public static final Past NONE = new Past(null, NEVER);
  }

  /// Results by the time of their slot, oldest first; of consecutive slots without a run that of the last.
  public Map<Long, SlotResult> results() {
    return results;
  }

  /// Time of the newest slot whose run succeeded, [#NEVER] for none.
  public long lastSuccess() {
    return lastSuccess;
  }

  /// What is known before a slot.
  public Past before(long time) {
    Map.Entry<Long, SlotResult> previous = results.lowerEntry(time);
    return new Past(previous == null ? null : previous.getValue(),
        lastSuccess < time ? lastSuccess : successBefore(time));
  }

  private long successBefore(long time) {
    for (Map.Entry<Long, SlotResult> each : results.headMap(time, false).descendingMap().entrySet()) {
      if (each.getValue() == SlotResult.SUCCESS) {
        return each.getKey();
      }
    }
    return NEVER;
  }

  /// Notes how a slot stands now.
  public void note(long time, SlotResult result) {
    if (results.containsKey(time) || results.size() < REMEMBERED || time > results.firstKey()) {
      results.put(time, result);
    }
    if (results.size() > REMEMBERED) {
      results.pollFirstEntry();
    }
    if (result == SlotResult.SUCCESS) {
      noteSuccess(time);
    }
  }

  /// Notes that the run of a slot succeeded once.
  public void noteSuccess(long time) {
    lastSuccess = Math.max(lastSuccess, time);
  }
}
