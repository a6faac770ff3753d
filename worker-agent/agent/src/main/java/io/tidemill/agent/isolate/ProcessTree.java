package io.tidemill.agent.isolate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process and what it was seen to have started. A process whose parent has ended cannot be found by it any more, so the tree is
/// looked at from time to time, and before anything is ended also those that carry the mark of the attempt ([MarkedProcesses]).
/// A handle means the process that was seen, not another one that got its number later.
final class ProcessTree {
  /// What is ended may start others meanwhile.
  private static final int MOST_ROUNDS = 5;

  private final ProcessHandle root;
  private final Path folder;
  private final Set<ProcessHandle> seen = new LinkedHashSet<>();

  /// @param folder working directory of the attempt
  ProcessTree(ProcessHandle root, Path folder) {
    this.root = root;
    this.folder = folder;
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
    lookForAll();
    root.destroy();
    alive().forEach(ProcessHandle::destroy);
  }

  /// Ends all (KILL), the root as well, and waits a moment until they are gone.
  ///
  /// @return whether they are
  boolean kill(Duration atMost) {
    look();
    root.destroyForcibly();
    killDescendants();
    List<ProcessHandle> all = alive();
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
    for (int round = 0; round < MOST_ROUNDS; round++) {
      lookForAll();
      List<ProcessHandle> all = alive();
      if (all.isEmpty()) {
        return;
      }
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void lookForAll() {
    look();
    List<ProcessHandle> marked = MarkedProcesses.of(folder);
    synchronized (this) {
      marked.stream().filter(each -> !each.equals(root)).forEach(seen::add);
    }
  }

  private synchronized List<ProcessHandle> alive() {
    return seen.stream().filter(ProcessHandle::isAlive).toList();
  }
}
