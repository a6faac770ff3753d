package io.tidemill.engine.state;

import java.util.Map;
import java.util.TreeMap;

/// Which time the data of a schedule's slots covers, and what is wrong with the rest as far as it was decided. Appliers change it.
///
/// Intervals that meet are one, so that years of slots that succeeded take as much room as a single one.
public final class Coverage {
  /// Most separate stretches of time, of either kind; the oldest are forgotten.
  public static final int MOST = 200;
  /// Covers nothing, and is never changed.
  static final Coverage NONE = new Coverage();

  private final TreeMap<Long, Long> covered = new TreeMap<>();
  private final TreeMap<Long, Problem> problems = new TreeMap<>();

  /// Why a stretch of time is not covered.
  ///
  /// @param until where it ends, not part of it, in milliseconds since 1970
  public record Problem(long until, String text) {}

  /// Stretches that are covered: where each begins, and where it ends.
  public Map<Long, Long> covered() {
    return covered;
  }

  /// Stretches that were decided and are not covered, by where they begin.
  public Map<Long, Problem> problems() {
    return problems;
  }

  /// Notes that the data of an interval is there. That it was there once is never taken back.
  public void cover(long from, long until) {
    if (from >= until) {
      return;
    }
    long first = from;
    long end = until;
    Map.Entry<Long, Long> before = covered.floorEntry(from);
    if (before != null && before.getValue() >= from) {
      first = before.getKey();
      end = Math.max(end, before.getValue());
    }
    Map<Long, Long> within = covered.subMap(first, true, end, true);
    for (long each : within.values()) {
      end = Math.max(end, each);
    }
    within.clear();
    covered.put(first, end);
    problems.subMap(first, true, end, false).clear();
    bound();
  }

  /// Notes why the data of an interval is not there, unless it is.
  public void miss(long from, long until, String text) {
    if (from < until && !covers(from, until)) {
      problems.put(from, new Problem(until, text));
      bound();
    }
  }

  private void bound() {
    while (covered.size() > MOST) {
      covered.pollFirstEntry();
    }
    while (problems.size() > MOST) {
      problems.pollFirstEntry();
    }
  }

  /// Whether all of an interval is covered.
  public boolean covers(long from, long until) {
    Map.Entry<Long, Long> at = covered.floorEntry(from);
    return at != null && at.getValue() >= until && from < until;
  }

  /// Where the first part of an interval begins that is not covered.
  public long firstGap(long from) {
    Map.Entry<Long, Long> at = covered.floorEntry(from);
    return at != null && at.getValue() > from ? at.getValue() : from;
  }

  /// The first problem in an interval, empty where none is known.
  public String problem(long from, long until) {
    for (Map.Entry<Long, Problem> each : problems.headMap(until, false).entrySet()) {
      if (each.getValue().until() > from) {
        return each.getValue().text();
      }
    }
    return "";
  }
}
