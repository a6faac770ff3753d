package io.tidemill.engine.state;

import java.util.LinkedHashMap;
import java.util.Map;

/// One DAG of a partition: its active runs, and what outlives them.
public final class DagState {
  /// Most trigger keys a DAG remembers in memory; older ones are found in the query tables.
  public static final int REMEMBERED_KEYS = 10_000;

  private final int number;
  private final Map<Long, RunState> runs = new LinkedHashMap<>();
  private final Map<String, Long> keys = new LinkedHashMap<>();
  private long lastRun;
  private boolean dirty;

  public DagState(int number) {
    this.number = number;
  }

  /// Number of the DAG.
  public int number() {
    return number;
  }

  /// Active runs, and ended ones whose end is not yet in the tables, by number.
  public Map<Long, RunState> runs() {
    return runs;
  }

  /// Runs by the key of their trigger, of those created lately.
  public Map<String, Long> keys() {
    return keys;
  }

  /// Notes the key of a run's trigger.
  public void remember(String key, long run) {
    keys.put(key, run);
    if (keys.size() > REMEMBERED_KEYS) {
      var oldest = keys.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /// Number of the newest run, 0 before the first.
  public long lastRun() {
    return lastRun;
  }

  /// Notes the number of a run.
  public void sawRun(long run) {
    if (run > lastRun) {
      lastRun = run;
      dirty = true;
    }
  }

  /// Whether anything but its runs changed since [#clean].
  public boolean dirty() {
    return dirty;
  }

  /// Forgets that something changed.
  public void clean() {
    dirty = false;
  }
}
