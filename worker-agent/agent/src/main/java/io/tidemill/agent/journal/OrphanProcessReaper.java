package io.tidemill.agent.journal;

import io.tidemill.dsl.text.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processes this agent has started, so that they do not outlive it: what runs on after a kill of the agent is ended when
/// the next one starts. Safe for use by several threads.
///
/// @param journal where they are noted
public record OrphanProcessReaper(AttemptJournal journal) {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanProcessReaper.class);

  /// Nobody's: for an agent without a journal.
  public static final OrphanProcessReaper NONE = new OrphanProcessReaper(AttemptJournal.NONE);

  /// Notes a process that was just started. One that cannot be noted runs all the same.
  ///
  /// @return what to [#forget] it by
  public ProcessId note(ProcessHandle child) {
    ProcessId mark = ProcessId.of(child);
    try {
      journal.noted(mark);
    } catch (IOException e) {
      LOG.warn("Process {} is not noted on disk; should this agent be killed, it has to end by itself: {}",
          child.pid(), e.getMessage());
    }
    return mark;
  }

  /// Notes that a process has ended.
  ///
  /// @param mark given by [#note]
  public void forget(ProcessId mark) {
    journal.forgotten(mark);
  }

  /// Ends what an earlier process has left: asks each and all it has started to end, and kills those that are still there after
  /// the grace. Forgets those that are gone.
  ///
  /// @param processes found in the [RecoveredJournal]
  /// @param marked others that attempts of it have started
  public void end(List<ProcessId> processes, List<ProcessHandle> marked, Duration grace) throws InterruptedException {
    List<ProcessHandle> alive = new ArrayList<>();
    for (ProcessId each : processes) {
      each.find().ifPresent(found -> {
        LOG.warn("Process {} was left running by an agent that was killed; it is ended now", found.pid());
        alive.add(found);
        found.descendants().forEach(alive::add);
      });
    }
    for (ProcessHandle each : marked) {
      if (!alive.contains(each)) {
        LOG.warn("Process {} was started by an attempt of an agent that was killed; it is ended now", each.pid());
        alive.add(each);
      }
    }
    alive.forEach(ProcessHandle::destroy);
    awaitEnd(alive, grace);
    List<ProcessHandle> stubborn = alive.stream()
        .filter(ProcessHandle::isAlive)
        .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
        .distinct()
        .toList();
    stubborn.forEach(each -> {
      LOG.warn("Process {} did not end within {}; it is killed", each.pid(), DurationText.of(grace));
      each.destroyForcibly();
    });
    awaitEnd(stubborn, grace);
    processes.stream().filter(each -> each.find().isEmpty()).forEach(journal::forgotten);
  }

  private static void awaitEnd(List<ProcessHandle> processes, Duration atMost) throws InterruptedException {
    CompletableFuture<?>[] ends = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("Not all of {} processes have ended", processes.size(), e);
    }
  }
}
