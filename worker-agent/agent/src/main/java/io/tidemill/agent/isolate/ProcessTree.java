package io.tidemill.agent.isolate;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process and what it was seen to have started. A process whose parent has ended cannot be found any more, so the tree is
/// looked at from time to time, and at the latest before anything is ended. A handle means the process that was seen, not another
/// one that got its number later.
///
/// What hides from this (a process whose parent starts it and ends between two looks) lives on.
final class ProcessTree {
  private final ProcessHandle root;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  ProcessTree(ProcessHandle root) {
    this.root = root;
  }

  /// Looks for processes that were started.
  synchronized void look() {
    seen.removeIf(each -> !each.isAlive());
    for (ProcessHandle each : List.copyOf(seen)) {
      each.descendants().forEach(seen::add);
    }
    root.descendants().forEach(seen::add);
  }

  /// Asks all to end (TERM), the root as well.
  void terminate() {
    look();
    root.destroy();
    alive().forEach(ProcessHandle::destroy);
  }

  /// Ends all (KILL), the root as well, and waits a moment until they are gone.
  ///
  /// @return whether they are
  boolean kill(Duration atMost) {
    look();
    root.destroyForcibly();
    List<ProcessHandle> all = alive();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?>[] ends = all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(CompletableFuture.allOf(ends), root.onExit())
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Ends all (KILL) but the root.
  void killDescendants() {
    look();
    alive().forEach(ProcessHandle::destroyForcibly);
  }

  private synchronized List<ProcessHandle> alive() {
    return seen.stream().filter(ProcessHandle::isAlive).toList();
  }
}
