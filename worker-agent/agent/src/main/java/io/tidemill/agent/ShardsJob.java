package io.tidemill.agent;

import io.tidemill.protocol.Assignment.RunShards;
import io.tidemill.protocol.Assignment.ShardRange;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.PackedBytes;
import io.tidemill.protocol.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shards of one assignment. Workers claim them one by one; what ended gathers here until the reporter fetches it.
final class ShardsJob extends Job {
  private final RunShards shards;
  private final ShardsPlan plan;
  private int range;
  private int next;
  private long open;
  private boolean dirty;
  private @Nullable StopCause stop;
  private final List<Attempt> running = new ArrayList<>();
  private List<Ended> ended = new ArrayList<>();
  private final List<Report> unacknowledged = new ArrayList<>();

  /// A shard that ended, with a result or with a failure.
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  private record Ended(int index, byte @Nullable [] result, @Nullable FailureReport failure, Report.Timing timing) {
    long weight() {
      return result != null ? result.length + 16L : failure != null ? 64L + failure.stack().length() : 16L;
    }
  }

  ShardsJob(RunShards shards, BundleRun run) {
    super(shards, run);
    this.shards = shards;
    this.plan = new ShardsPlan(shards);
    for (ShardRange each : shards.shards()) {
      open += each.end() - each.first();
    }
    next = shards.shards().isEmpty() ? 0 : shards.shards().getFirst().first();
  }

  RunShards shards() {
    return shards;
  }

  ShardsPlan plan() {
    return plan;
  }

  @Override synchronized boolean claim(Worker worker) {
    if (!hasUnclaimed()) {
      return false;
    }
    worker.claimed(this, next++, shards.shards().get(range).attempt());
    return true;
  }

  private boolean hasUnclaimed() {
    List<ShardRange> ranges = shards.shards();
    while (range < ranges.size() && next >= ranges.get(range).end()) {
      range++;
      next = range < ranges.size() ? ranges.get(range).first() : 0;
    }
    return range < ranges.size();
  }

  @Override void endUnclaimed(FailureReport failure, Reporter reporter) {
    synchronized (this) {
      Report.Timing timing = Clocks.unstarted(arrivedNanos());
      while (hasUnclaimed()) {
        ended.add(new Ended(next++, null, failure, timing));
        open--;
      }
      if (dirty || ended.isEmpty()) {
        return;
      }
      dirty = true;
    }
    reporter.addShards(this);
  }

  @Override List<Attempt> stop(StopCause reason, Reporter reporter) {
    synchronized (this) {
      if (stop == null) {
        stop = reason;
      }
    }
    endUnclaimed(FailureReports.unstarted(reason), reporter);
    return running();
  }

  @Override synchronized boolean begin(Attempt attempt) {
    if (stop != null) {
      return false;
    }
    running.add(attempt);
    return true;
  }

  /// Why the shards were stopped, null if they were not.
  synchronized @Nullable StopCause stopped() {
    return stop;
  }

  /// Forgets an attempt of which nothing is to be said.
  synchronized void abandon(Attempt attempt) {
    running.remove(attempt);
  }

  /// Ends one shard, with a result or with a failure.
  void end(@Nullable Attempt attempt, int index, byte @Nullable [] result, @Nullable FailureReport failure,
      Report.Timing timing, Reporter reporter) {
    synchronized (this) {
      if (attempt != null) {
        running.remove(attempt);
      }
      open--;
      ended.add(new Ended(index, result, failure, timing));
      if (dirty) {
        return;
      }
      dirty = true;
    }
    reporter.addShards(this);
  }

  /// What has ended since this was last called, as reports of a bounded size.
  synchronized List<Report> takeReports(int mostBytes) {
    dirty = false;
    List<Ended> taken = ended;
    ended = new ArrayList<>();
    List<Report> reports = new ArrayList<>(1);
    int from = 0;
    long weight = 0;
    for (int i = 0; i < taken.size(); i++) {
      weight += taken.get(i).weight();
      if (weight >= mostBytes || i == taken.size() - 1) {
        reports.add(report(taken.subList(from, i + 1)));
        from = i + 1;
        weight = 0;
      }
    }
    unacknowledged.addAll(reports);
    return reports;
  }

  private Report report(List<Ended> part) {
    int succeeded = 0;
    for (Ended each : part) {
      succeeded += each.result() == null ? 0 : 1;
    }
    int[] indexes = new int[succeeded];
    List<byte[]> results = new ArrayList<>(succeeded);
    List<Report.Timing> timings = new ArrayList<>(succeeded);
    List<Report.ShardFailed> failed = new ArrayList<>(part.size() - succeeded);
    for (Ended each : part) {
      byte[] result = each.result();
      FailureReport failure = each.failure();
      if (result != null) {
        indexes[results.size()] = each.index();
        results.add(result);
        timings.add(each.timing());
      } else if (failure != null) {
        failed.add(new Report.ShardFailed(each.index(), failure, each.timing()));
      }
    }
    return new Report.ShardsEnded(key(), indexes, PackedBytes.pack(results), timings, failed);
  }

  @Override synchronized List<Attempt> running() {
    return List.copyOf(running);
  }

  @Override synchronized int unsettled() {
    int said = 0;
    for (Report each : unacknowledged) {
      said += each instanceof Report.ShardsEnded part ? part.indexes().length + part.failed().size() : 0;
    }
    return (int) open + ended.size() + said;
  }

  @Override synchronized List<Report> unacknowledged() {
    return List.copyOf(unacknowledged);
  }

  @SuppressWarnings("ReferenceEquality") // the very report: another one may say the same
  @Override synchronized boolean acknowledged(Report report) {
    unacknowledged.removeIf(each -> each == report);
    return open == 0 && ended.isEmpty() && unacknowledged.isEmpty();
  }
}
