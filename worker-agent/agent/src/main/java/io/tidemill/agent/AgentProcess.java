package io.tidemill.agent;

import io.tidemill.agent.isolate.MarkedProcesses;
import io.tidemill.agent.journal.DiskJournal;
import io.tidemill.agent.journal.OrphanProcessReaper;
import io.tidemill.protocol.SchedulerLink;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An agent with a process and a work folder of its own.
///
/// It holds the folder alone, keeps a journal in it, and begins by settling what the process before it has left: ends the
/// processes that one had started, reports what it had finished, and says that the rest is lost.
///
/// Start its JVM with `-XX:+ExitOnOutOfMemoryError` if bodies that eat the heap are to be expected: without it the attempt that
/// hits the wall fails and the agent goes on, but so may threads that a library has lost to the same wall. With it the process
/// ends and its next start says what is lost. The same happens if a body calls `System.exit`, which no JVM since 24 can
/// prevent: declare such tasks `isolated()`, then only their own JVM ends.
public final class AgentProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);

  private final WorkFolder folder;
  private final Agent agent;
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Thread draining;

  private AgentProcess(WorkFolder folder, Agent agent) {
    this.folder = folder;
    this.agent = agent;
  }

  /// Takes the work folder and ends what an earlier process left running there, which takes up to [AgentLimits#stopGrace].
  ///
  /// @param processTerminator what ends the process if a body does not stop
  /// @throws WorkFolderException if the folder cannot be used, with what to do
  /// @throws IOException if the journal in it cannot be read, with what to do
  public static AgentProcess open(AgentConfig config, ProcessTerminator processTerminator)
      throws IOException, InterruptedException {
    WorkFolder folder = WorkFolder.open(config.work());
    try {
      DiskJournal journal = DiskJournal.open(folder.journal(), config.limits().journalBytes());
      new OrphanProcessReaper(journal).end(journal.recovered().processes(),
          MarkedProcesses.of(config.work().resolve("isolated")), config.limits().stopGrace());
      return new AgentProcess(folder, new Agent(config, processTerminator, journal));
    } catch (IOException | InterruptedException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /// The folder, for whoever keeps the agent's identity in it.
  public WorkFolder folder() {
    return folder;
  }

  /// Begins to serve.
  public void start(SchedulerLink link) {
    agent.start(link);
    Thread.ofVirtual().name("tidemill-agent-rest").start(this::rest);
  }

  private void rest() {
    IdleHeapTrimmer rest = IdleHeapTrimmer.ofProcess(agent::idle);
    try {
      while (!ended.await(IdleHeapTrimmer.EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        rest.look();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Asks the agent to end: takes nothing new, lets end what runs. Asked again while it drains, it ends at once. Does not wait.
  public synchronized void stop() {
    if (draining == null) {
      LOG.info("The agent takes nothing new and ends when its last task has; stop it again to end it at once");
      draining = Thread.ofPlatform().name("tidemill-agent-drain").start(this::drain);
    } else {
      LOG.info("The agent ends at once; what still runs is lost and runs again");
      draining.interrupt();
    }
  }

  private void drain() {
    try {
      agent.drain();
    } finally {
      letGo();
      ended.countDown();
    }
  }

  private void letGo() {
    try {
      folder.close();
    } catch (IOException e) {
      LOG.warn("The work folder {} could not be let go of; it is free once this process has ended", folder.path(), e);
    }
  }

  /// Waits until the agent has ended.
  public void await() throws InterruptedException {
    ended.await();
  }

  /// Stops and waits until what runs has ended, at most [AgentLimits#drain].
  @Override public void close() {
    synchronized (this) {
      if (draining == null) {
        stop();
      }
    }
    try {
      ended.await();
    } catch (InterruptedException _) {
      stop();
      Thread.currentThread().interrupt();
    }
  }
}
