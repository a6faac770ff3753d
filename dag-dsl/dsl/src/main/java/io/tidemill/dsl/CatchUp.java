package io.tidemill.dsl;

import io.tidemill.dsl.graph.CatchUpMode;
import io.tidemill.dsl.graph.CatchUpNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What becomes of slots that were due while nothing could run them. Immutable.
///
/// ```java
/// Cron.daily("02:00", "Europe/Berlin").catchUp(CatchUp.all(Duration.ofDays(7), 10));
/// ```
///
/// Slots that are not run are recorded as missed, with the reason, and can be run later as a backfill.
public final class CatchUp {
  /// Most runs that a catch-up creates.
  public static final int MAX_RUNS = 10_000;

  private static final CatchUp NONE = new CatchUp(CatchUpMode.NONE, Duration.ZERO, 0);
  private static final CatchUp LATEST = new CatchUp(CatchUpMode.LATEST, Duration.ZERO, 0);

  private final CatchUpMode mode;
  private final Duration window;
  private final int maxRuns;

  private CatchUp(CatchUpMode mode, Duration window, int maxRuns) {
    this.mode = mode;
    this.window = window;
    this.maxRuns = maxRuns;
  }

  /// None of them runs.
  public static CatchUp none() {
    return NONE;
  }

  /// The newest of them runs.
  public static CatchUp latest() {
    return LATEST;
  }

  /// All of them run, oldest first, within two bounds.
  ///
  /// @param window slots that are older do not run: 1 s to 3,650 days
  /// @param maxRuns most slots that run, the newest ones: 1 to 10,000
  public static CatchUp all(Duration window, int maxRuns) {
    return new CatchUp(CatchUpMode.ALL, Objects.requireNonNull(window, "window"), maxRuns);
  }

  CatchUpNode node() {
    return new CatchUpNode(mode, window.toMillis(), maxRuns);
  }

  List<Problem> problems() {
    var problems = new Problems();
    if (mode == CatchUpMode.ALL) {
      var limits = new Limits(problems);
      limits.duration("window of the catch-up", window, Duration.ofSeconds(1), Limits.LONGEST, "");
      limits.number("runs of a catch-up", maxRuns, 1, MAX_RUNS, "");
    }
    return problems.list();
  }
}
