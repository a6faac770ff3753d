package io.tidemill.agent;

import io.tidemill.agent.journal.AttemptJournal;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.FailureReport;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.StopReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a scheduler says to the agent. Accepts an assignment if it is new, its epoch is not out of date, and there is room.
final class AssignmentReceiver implements AgentLink {
  private static final Logger LOG = LoggerFactory.getLogger(AssignmentReceiver.class);

  private final AgentLimits limits;
  private final ConcurrentHashMap<AttemptKey, Job> jobs;
  private final RecentlyAcknowledged recentlyAcknowledged;
  private final Map<Integer, Long> epochs = new ConcurrentHashMap<>();
  private final RunCache runs;
  private final WorkerPools workerPools;
  private final Reporter reporter;
  private final AttemptStopper attemptStopper;
  private final AdmissionState admissionState;
  private final DisconnectHandler disconnectHandler;
  private final AttemptJournal journal;
  private final PredecessorRecovery predecessorRecovery;

  AssignmentReceiver(AgentLimits limits, ConcurrentHashMap<AttemptKey, Job> jobs,
      RecentlyAcknowledged recentlyAcknowledged, RunCache runs, WorkerPools workerPools,
      Reporter reporter, AttemptStopper attemptStopper, AdmissionState admissionState, AttemptJournal journal,
      PredecessorRecovery predecessorRecovery) {
    this.limits = limits;
    this.jobs = jobs;
    this.recentlyAcknowledged = recentlyAcknowledged;
    this.runs = runs;
    this.workerPools = workerPools;
    this.reporter = reporter;
    this.attemptStopper = attemptStopper;
    this.admissionState = admissionState;
    this.disconnectHandler = new DisconnectHandler(jobs, admissionState, attemptStopper, reporter);
    this.journal = journal;
    this.predecessorRecovery = predecessorRecovery;
  }

  @Override public void assign(List<Assignment> assignments) {
    List<Assignment> fresh = new ArrayList<>(assignments.size());
    for (Assignment each : assignments) {
      if (each instanceof Assignment.RunShards empty && empty.shards().isEmpty()) {
        // Nothing will ever be said about it.
        continue;
      }
      Job before = jobs.get(each.key());
      if (before != null) {
        repeat(before);
        continue;
      }
      String refused = recentlyAcknowledged.has(each.key().nonce())
          ? "The attempt has ended here before, and a scheduler has acknowledged its end"
          : refusal(each, fresh.size());
      if (refused == null) {
        fresh.add(each);
      } else {
        giveBack(each, refused);
      }
    }
    if (isJournaled(fresh)) {
      accept(fresh);
    }
    // Somebody may have decided otherwise since the refusal was asked for.
    admissionState.giveBack();
  }

  /// Writes the assignments down, or gives them back: nothing starts of which a process that follows would not know.
  private boolean isJournaled(List<Assignment> fresh) {
    try {
      journal.accepted(fresh);
      return true;
    } catch (IOException e) {
      LOG.warn("{} assignments are given back, because they cannot be written down: {}", fresh.size(), e.getMessage());
      fresh.forEach(each -> giveBack(each, "The agent cannot write to its work folder: " + e.getMessage()));
      return false;
    }
  }

  private void giveBack(Assignment assignment, String why) {
    FailureReport released = FailureReports.released(why);
    // Known from now on: should it come again, it must not start.
    Job job = assignment instanceof Assignment.RunShards shards
        ? new ShardsJob(shards, new BundleRun())
        : new TaskJob(assignment, new BundleRun());
    if (jobs.putIfAbsent(job.key(), job) == null) {
      job.endUnclaimed(released, reporter);
    }
  }

  private void accept(List<Assignment> fresh) {
    List<Job> known = new ArrayList<>(fresh.size());
    for (Assignment each : fresh) {
      BundleRun run = runs.run(each.run());
      Job job = each instanceof Assignment.RunShards shards ? new ShardsJob(shards, run) : new TaskJob(each, run);
      Job raced = jobs.putIfAbsent(each.key(), job);
      if (raced != null) {
        repeat(raced);
      } else if (run.isKnown()) {
        known.add(job);
      } else {
        run.whenKnown(job, this::queue);
      }
    }
    queue(known);
  }

  @Override public void stop(AttemptKey key, StopReason reason) {
    Job job = jobs.get(key);
    if (job != null) {
      attemptStopper.stop(job, reason);
    }
  }

  @Override public void release(List<AttemptKey> keys) {
    FailureReport released = FailureReports.released("The scheduler takes it back");
    for (AttemptKey key : keys) {
      Job job = jobs.get(key);
      if (job != null) {
        job.endUnclaimed(released, reporter);
      }
    }
  }

  @Override public void opened() {
    admissionState.opened();
    predecessorRecovery.opened();
    reporter.resend();
    jobs.values().forEach(this::tellRunning);
  }

  @Override public void joined() {
    jobs.values().forEach(this::tellRunning);
  }

  @Override public void cutOff() {
    disconnectHandler.happened();
  }

  @Override public void acknowledge(long batch) {
    reporter.acknowledge(batch);
  }

  /// @param before how many of the same message are accepted
  private @Nullable String refusal(Assignment assignment, int before) {
    String closed = admissionState.refusal();
    if (closed != null) {
      return closed;
    }
    long epoch = assignment.run().epoch();
    long greatest = epochs.merge(assignment.run().dagNo(), epoch, Math::max);
    if (epoch < greatest) {
      return "Expected an epoch of at least " + greatest + " for DAG " + assignment.run().dag() + ", but found " + epoch
          + "; another scheduler has taken over";
    }
    if (jobs.mappingCount() + before >= limits.queued()) {
      return "Expected at most " + limits.queued() + " assignments at a time, but there are as many already";
    }
    return null;
  }

  /// Says again what was said about a job, or that it runs.
  private void repeat(Job job) {
    job.unacknowledged().forEach(each -> reporter.add(each, job));
    tellRunning(job);
  }

  /// Says that a job runs, if it does.
  void tellRunning(Job job) {
    job.running()
        .stream()
        .filter(Attempt::hasBegun)
        .findFirst()
        .ifPresent(each -> reporter.add(
            new Report.Started(job.key(), Clocks.micros(System.nanoTime() - each.startedNanos())), null));
  }

  private void queue(List<Job> known) {
    List<Job> ready = known.stream().filter(this::canRun).toList();
    if (!ready.isEmpty()) {
      workerPools.add(ready);
    }
  }

  /// Ends a job whose run cannot be run here.
  private boolean canRun(Job job) {
    FailureReport failure = job.run().failure();
    if (failure == null) {
      return true;
    }
    LOG.debug("Attempt {} cannot start: {}", job.key(), failure.message());
    job.endUnclaimed(failure, reporter);
    return false;
  }
}
