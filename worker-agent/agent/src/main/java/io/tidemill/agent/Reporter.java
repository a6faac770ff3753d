package io.tidemill.agent;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands reports to the scheduler, in batches that nobody waits for: what gathered while the last batch was handed over is the
/// next one. Keeps every batch until it is acknowledged.
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private final SchedulerLink link;
  private final AgentLimits limits;
  private final Map<AttemptKey, Job> jobs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition settled = lock.newCondition();
  private final Map<Long, Batch> outstanding = new LinkedHashMap<>();
  private List<Entry> gathered = new ArrayList<>();
  private long lastBatch;
  private boolean waiting;
  private boolean handing;
  private boolean closed;

  /// A report with its job, or shards whose reports are yet to be made.
  private record Entry(@Nullable Report report, @Nullable Job job) {}

  private record Batch(List<Report> reports, List<@Nullable Job> jobs) {
    Batch() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  /// @param jobs known jobs; those with nothing more to say are removed
  Reporter(SchedulerLink link, AgentLimits limits, ConcurrentHashMap<AttemptKey, Job> jobs) {
    this.link = link;
    this.limits = limits;
    this.jobs = jobs;
  }

  /// Starts the reporting thread. One of the platform: bodies that compute can keep all carriers of virtual threads busy.
  void start() {
    Thread.ofPlatform().name("tidemill-agent-reports").daemon().inheritInheritableThreadLocals(false).start(this::run);
  }

  /// Adds a report.
  ///
  /// @param job to be told when the report is durable, null if nobody is
  void add(Report report, @Nullable Job job) {
    add(new Entry(report, job));
  }

  /// Notes that shards of the job have ended.
  void addShards(ShardsJob job) {
    add(new Entry(null, job));
  }

  private void add(Entry entry) {
    lock.lock();
    try {
      gathered.add(entry);
      if (waiting) {
        waiting = false;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Forgets a batch, because it is durable. Unknown batches are ignored.
  void acknowledge(long number) {
    Batch batch;
    lock.lock();
    try {
      batch = outstanding.remove(number);
    } finally {
      lock.unlock();
    }
    if (batch == null) {
      return;
    }
    for (int i = 0; i < batch.reports().size(); i++) {
      Job job = batch.jobs().get(i);
      if (job != null && job.acknowledged(batch.reports().get(i))) {
        jobs.remove(job.key(), job);
      }
    }
    lock.lock();
    try {
      if (outstanding.isEmpty()) {
        settled.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Reports again, under new batch numbers, all that was not acknowledged.
  void resend() {
    lock.lock();
    try {
      List<Entry> again = new ArrayList<>();
      for (Batch batch : outstanding.values()) {
        for (int i = 0; i < batch.reports().size(); i++) {
          again.add(new Entry(batch.reports().get(i), batch.jobs().get(i)));
        }
      }
      outstanding.clear();
      again.addAll(gathered);
      gathered = again;
      waiting = false;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all reports are acknowledged, then stops.
  ///
  /// @return false if that took longer
  boolean close(Duration atMost) throws InterruptedException {
    long rest = atMost.toNanos();
    lock.lock();
    try {
      while ((!gathered.isEmpty() || handing || !outstanding.isEmpty()) && rest > 0) {
        rest = settled.awaitNanos(rest);
      }
      closed = true;
      changed.signal();
      return gathered.isEmpty() && outstanding.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<Entry> entries = await(); !entries.isEmpty(); entries = await()) {
      Batch batch = new Batch();
      long bytes = 0;
      for (Entry each : entries) {
        for (Report report : reports(each)) {
          long size = size(report);
          if (bytes + size > limits.batchBytes() && !batch.reports().isEmpty()) {
            hand(batch);
            batch = new Batch();
            bytes = 0;
          }
          batch.reports().add(report);
          batch.jobs().add(each.job());
          bytes += size;
        }
      }
      hand(batch);
    }
  }

  private List<Report> reports(Entry entry) {
    Report report = entry.report();
    if (report != null) {
      return List.of(report);
    }
    return entry.job() instanceof ShardsJob shards ? shards.takeReports(limits.shardReportBytes()) : List.of();
  }

  private void hand(Batch batch) {
    if (batch.reports().isEmpty()) {
      return;
    }
    long number;
    lock.lock();
    try {
      number = ++lastBatch;
      outstanding.put(number, batch);
    } finally {
      lock.unlock();
    }
    try {
      link.report(number, batch.reports());
    } catch (RuntimeException e) {
      LOG.warn("Expected the scheduler to take batch {} of {} reports, but it failed; they are sent again with the next"
          + " session", number, batch.reports().size(), e);
    }
  }

  /// Waits for reports; an empty list means that the agent closes.
  private List<Entry> await() {
    lock.lock();
    try {
      handing = false;
      if (gathered.isEmpty()) {
        settled.signalAll();
      }
      while (gathered.isEmpty() && !closed) {
        waiting = true;
        changed.awaitUninterruptibly();
      }
      waiting = false;
      List<Entry> taken = gathered;
      gathered = new ArrayList<>(Math.min(1024, taken.size()));
      handing = true;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private static long size(Report report) {
    return switch (report) {
      case Report.Started _ -> 64;
      case Report.Succeeded succeeded -> 128L + succeeded.output().length;
      case Report.Failed failed -> 128L + failed.failure().stack().length() + failed.failure().message().length();
      case Report.Expanded expanded -> 128L + expanded.keys().length + expanded.elements().length;
      case Report.ShardsEnded ended -> 128L + ended.results().length + 20L * ended.indexes().length
          + ended.failed().stream().mapToLong(each -> 64L + each.failure().stack().length()).sum();
    };
  }
}
