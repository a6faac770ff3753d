package io.tidemill.timing;

import io.tidemill.engine.schedule.SlotSequence;
import io.tidemill.runtime.SlotTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Quartz with one trigger a schedule, and one job a partition that says to it that a slot may be due.
///
/// The job does no more than that, so it runs in the one thread that Quartz keeps time in; nothing is kept outside the memory. A clock
/// that is set forward is noticed within [#IDLE_WAIT]. Safe for use by several threads.
public final class QuartzSlotTimers implements SlotTimers, AutoCloseable {
  /// How long Quartz rests at most before it looks at the clock again.
  static final Duration IDLE_WAIT = Duration.ofSeconds(5);
  /// Triggers that fire in one go.
  private static final int MOST_AT_ONCE = 1_000;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(QuartzSlotTimers.class);

  private final Scheduler quartz;
  private final Map<Integer, JobKey> jobs = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private QuartzSlotTimers(Scheduler quartz) {
    this.quartz = quartz;
  }

  /// Opens Quartz; it fires once it is started.
  ///
  /// @param due told the number of a partition of which a slot may be due; must not block
  public static QuartzSlotTimers open(IntConsumer due) {
    // Quartz finds its schedulers by name, and a process may have several.
    String name = "tidemill-slots-" + UUID.randomUUID();
    try {
      DirectSchedulerFactory factory = DirectSchedulerFactory.getInstance();
      factory.createScheduler(name, name, new CallerThreadPool(MOST_AT_ONCE), new NamedThreadExecutor("tidemill-slots"),
          new RAMJobStore(), Map.of(), "", 0, IDLE_WAIT.toMillis(), AFTER_FAILURE.toMillis(), false, "", MOST_AT_ONCE,
          0);
      Scheduler quartz = Objects.requireNonNull(factory.getScheduler(name));
      quartz.setJobFactory((fired, _) -> wakeUp(due, fired.getJobDetail().getKey()));
      return new QuartzSlotTimers(quartz);
    } catch (SchedulerException e) {
      throw failed("open Quartz", e);
    }
  }

  private static Job wakeUp(IntConsumer due, JobKey job) {
    int partition = Integer.parseInt(job.getName());
    return _ -> due.accept(partition);
  }

  /// Lets it fire from now on.
  public void start() {
    try {
      quartz.start();
    } catch (SchedulerException e) {
      throw failed("start Quartz", e);
    }
  }

  @Override public void set(ScheduleRef schedule, SlotSequence slots, long decided) {
    TriggerKey key = key(schedule);
    Instant from = Instant.ofEpochMilli(decided);
    try {
      quartz.unscheduleJob(key);
      if (slots.next(from) != null) {
        quartz.scheduleJob(new SlotTrigger(key, job(schedule.partition()), slots, from));
      }
    } catch (SchedulerException e) {
      leftToDriver("keep time for " + schedule, e);
    }
  }

  @Override public void remove(ScheduleRef schedule) {
    try {
      quartz.unscheduleJob(key(schedule));
    } catch (SchedulerException e) {
      leftToDriver("forget " + schedule, e);
    }
  }

  @Override public void clear(int partition) {
    JobKey job = jobs.remove(partition);
    try {
      if (job != null) {
        quartz.deleteJob(job);
      }
    } catch (SchedulerException e) {
      leftToDriver("forget the schedules of partition " + partition, e);
    }
  }

  private static TriggerKey key(ScheduleRef schedule) {
    return new TriggerKey(schedule.dag() + " " + schedule.name(), "" + schedule.partition());
  }

  private JobKey job(int partition) throws SchedulerException {
    JobKey known = jobs.get(partition);
    if (known != null) {
      return known;
    }
    JobDetail job = JobBuilder.newJob(Job.class).withIdentity("" + partition).storeDurably().build();
    quartz.addJob(job, true);
    jobs.put(partition, job.getKey());
    return job.getKey();
  }

  /// The driver looks at each slot a second after it is due; so a wake-up that is not to be had costs a second, and no slot.
  private void leftToDriver(String what, SchedulerException e) {
    if (!closed) {
      LOG.warn("Quartz could not {}: slots may be up to a second late", what, e);
    }
  }

  /// How many schedules it keeps time for.
  int size() {
    try {
      int size = 0;
      for (JobKey job : jobs.values()) {
        size += quartz.getTriggersOfJob(job).size();
      }
      return size;
    } catch (SchedulerException e) {
      throw failed("count triggers", e);
    }
  }

  /// Ends its thread.
  @Override public void close() {
    closed = true;
    try {
      quartz.shutdown(true);
    } catch (SchedulerException e) {
      throw failed("stop Quartz", e);
    }
  }

  private static IllegalStateException failed(String what, SchedulerException e) {
    return new IllegalStateException("Expected to " + what + " in memory, but Quartz refused it: " + e.getMessage(), e);
  }
}
