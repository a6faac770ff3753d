package io.tidemill.agent;

import io.tidemill.agent.journal.AttemptJournal;
import io.tidemill.agent.log.CapturedOutput;
import io.tidemill.protocol.SchedulerLink;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the bodies of tasks for a scheduler.
///
/// An agent serves one session: [#start] once, [#close] once. It takes over standard output and error of the process, to
/// give each attempt what it prints; everything else is printed as before.
///
/// One that ends together with its scheduler needs no journal. One with a process of its own is an [AgentProcess].
public final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  private final AgentConfig config;
  private final ProcessTerminator processTerminator;
  private final AttemptJournal journal;
  private final long incarnation = newIncarnation();
  private volatile @Nullable SchedulerSession session;
  private @Nullable CarrierWatchdog watchdog;
  private final Thread exiting = new Thread(null, this::tellExit, "tidemill-agent-exit", 0, false);

  /// An agent that keeps nothing on disk but bundles.
  ///
  /// @param processTerminator what ends the process if a body does not stop
  public Agent(AgentConfig config, ProcessTerminator processTerminator) {
    this(config, processTerminator, AttemptJournal.NONE);
  }

  /// @param processTerminator what ends the process if a body does not stop
  /// @param journal where the agent notes what it does; closed with the agent
  public Agent(AgentConfig config, ProcessTerminator processTerminator, AttemptJournal journal) {
    this.config = config;
    this.processTerminator = processTerminator;
    this.journal = journal;
  }

  /// Introduces the agent to the scheduler; from then on it takes assignments.
  ///
  /// @throws IllegalStateException if it was started before
  /// @throws java.io.UncheckedIOException if the journal cannot be written
  public synchronized void start(SchedulerLink link) {
    if (session != null) {
      throw new IllegalStateException(
          "Expected to start agent '" + config.name() + "' once, but it was started before");
    }
    CapturedOutput.install();
    SchedulerSession opened = SchedulerSession.of(config, processTerminator, journal, link);
    opened.begin(incarnation);
    session = opened;
    watchdog = CarrierWatchdog.start(this::running, CarrierWatchdog.Patience.until(config.limits().haltAfter()),
        processTerminator);
    Runtime.getRuntime().addShutdownHook(exiting);
  }

  /// Says which body ends the process, if one does: nobody else tells, and everything that runs beside it is lost.
  private void tellExit() {
    SchedulerSession current = session;
    if (current == null) {
      return;
    }
    ExitCallSite.Exit found = ExitCallSite.find(running());
    if (found != null) {
      if (journal.keeps()) {
        current.suspects().begun(found.attempt());
      } else {
        ExitNote.write(config.work(), found);
      }
      String text = "This process ends because " + found.text()
          + "; what else runs here is lost and runs again. Let the body return or"
          + " throw instead, or declare its task isolated(), then only its own process ends";
      LOG.error(text);
      System.err.println("✗ " + text);
    }
  }

  /// Attempts that run.
  List<Attempt> running() {
    SchedulerSession current = session;
    return current == null
        ? List.of()
        : current.jobs().values().stream().flatMap(job -> job.running().stream()).toList();
  }

  /// Whether it has nothing to do.
  synchronized boolean idle() {
    return session == null || session.jobs().isEmpty();
  }

  /// Reports again what was not acknowledged, and what is running: for a session that was interrupted and goes on.
  ///
  /// @throws IllegalStateException if the agent was not started
  public synchronized void resend() {
    if (session == null) {
      throw new IllegalStateException("Expected agent '" + config.name() + "' to be running, but it is not");
    }
    session.receiver().opened();
  }

  /// Ends the session once what runs has ended, but after [AgentLimits#drain] at the latest. An interrupt of the calling thread
  /// ends it at once.
  public void drain() {
    close(config.limits().drain());
  }

  /// Ends the session. Takes nothing more, gives back what has not started, waits for what runs and for the acknowledgement
  /// of what is reported. Bodies that run beyond the grace are interrupted and not reported: their scheduler will find them
  /// lost.
  ///
  /// @param grace longest wait for running bodies; as long again, but at most ten seconds, for everything else
  public void close(Duration grace) {
    SchedulerSession current;
    synchronized (this) {
      current = session;
      session = null;
      if (watchdog != null) {
        watchdog.close();
      }
    }
    if (current != null) {
      new SessionShutdown(current).run(grace);
      forgetExit();
    }
  }

  private void forgetExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(exiting);
    } catch (IllegalStateException _) {
      LOG.debug("The process ends already");
    }
  }

  /// Any number but 0, which stands for no process.
  private static long newIncarnation() {
    SecureRandom random = new SecureRandom();
    long number = random.nextLong();
    while (number == 0) {
      number = random.nextLong();
    }
    return number;
  }
}
