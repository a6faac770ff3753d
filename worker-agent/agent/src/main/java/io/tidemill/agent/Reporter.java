package io.tidemill.agent;

import io.tidemill.agent.journal.AttemptJournal;
import io.tidemill.agent.journal.RecoveredJournal;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands reports to the scheduler, in batches that nobody waits for: what gathered while the last batch was handed over is the
/// next one. Keeps every batch until it is acknowledged. One that the link does not take, or that gets lost with a session, is
/// handed over again when the session opens; nothing tries before.
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private final SchedulerLink link;
  private final AgentLimits limits;
  private final Map<AttemptKey, Job> jobs;
  private final AttemptJournal journal;
  private final boolean journals;
  private final RecentlyAcknowledged settledJobs;
  private final IntConsumer inherited;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition recentlyAcknowledged = lock.newCondition();
  private final Map<Long, List<Entry>> outstanding = new LinkedHashMap<>();
  private List<Entry> gathered = new ArrayList<>();
  /// Of the reporting thread, as its size is.
  private List<Entry> open = new ArrayList<>();
  private long openBytes;
  private long lastBatch;
  private boolean waiting;
  private boolean handing;
  private boolean closed;

  /// A report with its job, or shards whose reports are yet to be made.
  ///
  /// @param number in the journal, 0 if it is not there
  /// @param isInherited whether it is of an earlier process
  private record Entry(@Nullable Report report, @Nullable Job job, long number, boolean isInherited) {
    Entry(Report made, Entry of) {
      this(made, of.job, of.number, of.isInherited);
    }

    Entry numbered(long given) {
      return new Entry(report, job, given, isInherited);
    }

    boolean isToBeKept() {
      return number == 0 && !(report instanceof Report.Started);
    }
  }

  /// @param jobs known jobs; those with nothing more to say are removed
  /// @param journal where reports are kept before they are handed over
  /// @param recentlyAcknowledged those that were removed
  /// @param inherited told how many results of an earlier process are durable
  Reporter(SchedulerLink link, AgentLimits limits, ConcurrentHashMap<AttemptKey, Job> jobs, AttemptJournal journal,
      RecentlyAcknowledged recentlyAcknowledged, IntConsumer inherited) {
    this.link = link;
    this.limits = limits;
    this.jobs = jobs;
    this.journal = journal;
    this.settledJobs = recentlyAcknowledged;
    this.journals = journal != AttemptJournal.NONE;
    this.inherited = inherited;
  }

  /// Starts the reporting thread. One of the platform: bodies that compute can keep all carriers of virtual threads busy.
  void start() {
    Thread.ofPlatform().name("tidemill-agent-reports").daemon().inheritInheritableThreadLocals(false).start(this::run);
  }

  /// Adds a report.
  ///
  /// @param job to be told when the report is durable, null if nobody is
  void add(Report report, @Nullable Job job) {
    add(new Entry(report, job, 0, false));
  }

  /// Notes that shards of the job have ended.
  void addShards(ShardsJob job) {
    add(new Entry(null, job, 0, false));
  }

  /// Adds what an earlier process had finished.
  void inherit(RecoveredJournal.Result result) {
    add(new Entry(result.report(), null, result.number(), true));
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
    List<Entry> batch;
    lock.lock();
    try {
      batch = outstanding.remove(number);
    } finally {
      lock.unlock();
    }
    if (batch == null) {
      return;
    }
    forget(batch);
    lock.lock();
    try {
      if (outstanding.isEmpty()) {
        recentlyAcknowledged.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(List<Entry> batch) {
    if (journals) {
      journal.acknowledged(batch.stream().mapToLong(Entry::number).toArray());
    }
    int ofEarlier = 0;
    for (Entry each : batch) {
      Job job = each.job();
      Report report = each.report();
      if (job != null && report != null && job.acknowledged(report)) {
        settledJobs.add(job.key().nonce());
        jobs.remove(job.key(), job);
      }
      ofEarlier += each.isInherited() ? 1 : 0;
    }
    if (ofEarlier > 0) {
      inherited.accept(ofEarlier);
    }
  }

  /// Reports again, under new batch numbers, all that was not acknowledged.
  void resend() {
    lock.lock();
    try {
      List<Entry> again = new ArrayList<>();
      outstanding.values().forEach(again::addAll);
      outstanding.clear();
      again.addAll(gathered);
      gathered = again;
      waiting = false;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all reports are acknowledged.
  ///
  /// @return false if that took longer
  boolean settle(Duration atMost) throws InterruptedException {
    long rest = atMost.toNanos();
    lock.lock();
    try {
      while (!isSettled() && rest > 0) {
        rest = recentlyAcknowledged.awaitNanos(rest);
      }
      return isSettled();
    } finally {
      lock.unlock();
    }
  }

  private boolean isSettled() {
    return gathered.isEmpty() && !handing && outstanding.isEmpty();
  }

  /// Waits until all reports are acknowledged, then stops.
  ///
  /// @return false if that took longer
  boolean close(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      boolean all = settle(atMost);
      closed = true;
      changed.signal();
      return all;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (List<Entry> entries = await(); !entries.isEmpty(); entries = await()) {
      open = new ArrayList<>(entries.size());
      openBytes = 0;
      for (Entry each : entries) {
        if (each.report() != null) {
          join(each, each.report());
        } else if (each.job() instanceof ShardsJob shards) {
          shards.takeReports(limits.shardReportBytes()).forEach(report -> join(new Entry(report, each), report));
        }
      }
      hand(open);
    }
  }

  /// Takes a report into the batch, and hands over what is there before if that would be too much.
  private void join(Entry entry, Report report) {
    long size = size(report);
    if (openBytes + size > limits.batchBytes() && !open.isEmpty()) {
      hand(open);
      open = new ArrayList<>();
      openBytes = 0;
    }
    open.add(entry);
    openBytes += size;
  }

  private void hand(List<Entry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    if (journals) {
      keep(batch);
    }
    List<Report> reports = batch.stream().map(Entry::report).filter(Objects::nonNull).toList();
    long number;
    lock.lock();
    try {
      number = ++lastBatch;
      outstanding.put(number, batch);
    } finally {
      lock.unlock();
    }
    try {
      link.report(number, reports);
    } catch (RuntimeException e) {
      LOG.warn("Expected the scheduler to take batch {} of {} reports, but it failed; they are sent again with the next"
          + " session", number, reports.size(), e);
    }
  }

  /// Writes down what is not written down yet, so that a process that follows can report it.
  private void keep(List<Entry> batch) {
    List<Report> reports = batch.stream()
        .filter(Entry::isToBeKept)
        .map(Entry::report)
        .filter(Objects::nonNull)
        .toList();
    long first = reports.isEmpty() ? 0 : journal.reported(reports);
    if (first == 0) {
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i).isToBeKept()) {
        batch.set(i, batch.get(i).numbered(first++));
      }
    }
  }

  /// Waits for reports; an empty list means that the agent closes.
  private List<Entry> await() {
    lock.lock();
    try {
      handing = false;
      if (gathered.isEmpty()) {
        recentlyAcknowledged.signalAll();
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
