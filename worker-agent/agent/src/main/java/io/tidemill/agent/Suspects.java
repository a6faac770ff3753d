package io.tidemill.agent;

import io.tidemill.agent.journal.RecoveredJournal;
import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tasks that were with this agent each time its process ended, at least [#ENDS] times one after the other: any of them may be what
/// ends it. In this process they run one at a time, and while one does so that is written down; so the next process knows which of
/// them ran, and the others are not blamed. One that comes to its end is no suspect any more.
///
/// Kept in two files of the work folder. What cannot be written or read is left out: then nobody is suspected. Safe for use by several
/// threads.
final class Suspects {
  /// Nobody is suspected, and nothing is written down.
  static final Suspects NONE = new Suspects(null, Map.of(), List.of());
  /// Ends of processes from which a task that was there is a suspect: one kill by somebody else makes none.
  static final int ENDS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);
  private static final long LOOK_MILLIS = 100;

  private final @Nullable Path folder;
  private final Map<Task, Integer> ends;
  private final List<AgentHello.Begun> begun;
  private final Semaphore alone = new Semaphore(1, true);

  private record Task(int dag, long run, int task) {
    static Task of(AttemptKey key) {
      return new Task(key.dag(), key.run(), key.task());
    }
  }

  private Suspects(@Nullable Path folder, Map<Task, Integer> ends,
      List<AgentHello.Begun> begun) {
    this.folder = folder;
    this.ends = new HashMap<>(ends);
    this.begun = begun;
  }

  /// Those of a work folder.
  ///
  /// @param recovered what the process before left
  static Suspects of(Path folder, RecoveredJournal recovered) {
    List<AgentHello.Begun> ran = new ArrayList<>();
    for (String[] words : read(folder.resolve("suspect-begun"), 2)) {
      ran.add(new AgentHello.Begun(Long.parseLong(words[0]), Integer.parseInt(words[1])));
    }
    Map<Task, Integer> before = new HashMap<>();
    for (String[] words : read(folder.resolve("suspects"), 4)) {
      before.put(new Task(Integer.parseInt(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2])),
          Integer.parseInt(words[3]));
    }
    Map<Task, Integer> now = new HashMap<>();
    for (InventoryItem each : recovered.unfinished()) {
      Task task = Task.of(each.key());
      now.put(task, before.getOrDefault(task, 0) + 1);
    }
    // A process that took no work says nothing about anybody.
    Suspects suspects = new Suspects(folder,
        now.isEmpty() && !recovered.incarnations().isEmpty() ? before : now, ran);
    suspects.write();
    suspects.delete();
    return suspects;
  }

  /// What ran that was suspected when the process before ended.
  List<AgentHello.Begun> begun() {
    return begun;
  }

  /// Whether an attempt is one.
  synchronized boolean suspects(AttemptKey key) {
    return ends.getOrDefault(Task.of(key), 0) >= ENDS;
  }

  /// Waits until no other suspect runs, if this attempt is one.
  ///
  /// @return whether it is one; then [#leave] follows
  boolean enter(Attempt attempt) throws InterruptedException {
    if (!suspects(attempt.job().key())) {
      return false;
    }
    while (!alone.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (attempt.stopped() != null) {
        return false;
      }
    }
    begun(attempt);
    return true;
  }

  /// Writes down that an attempt runs that may end the process, or does.
  void begun(Attempt attempt) {
    Path file = folder;
    if (file != null) {
      try {
        Files.writeString(file.resolve("suspect-begun"),
            attempt.job().key().nonce() + " " + attempt.shardIndex() + "\n");
      } catch (IOException e) {
        LOG.debug("The suspect that runs cannot be written down", e);
      }
    }
  }

  /// It came to its end without ending the process.
  synchronized void leave(Attempt attempt) {
    delete();
    if (attempt.shardIndex() < 0) {
      ends.remove(Task.of(attempt.job().key()));
      write();
    }
    alone.release();
  }

  private void delete() {
    Path file = folder;
    if (file != null) {
      try {
        Files.deleteIfExists(file.resolve("suspect-begun"));
      } catch (IOException e) {
        LOG.debug("What was written down about a suspect stays", e);
      }
    }
  }

  private void write() {
    Path to = folder;
    if (to == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    ends.forEach((task, count) -> lines.add(task.dag() + " " + task.run() + " " + task.task() + " " + count));
    try {
      if (lines.isEmpty()) {
        Files.deleteIfExists(to.resolve("suspects"));
      } else {
        Files.write(to.resolve("suspects"), lines);
      }
    } catch (IOException e) {
      LOG.debug("Suspects cannot be written down", e);
    }
  }

  private static List<String[]> read(Path file, int words) {
    List<String[]> read = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] parts = line.split(" ");
          if (parts.length == words && line.matches("[-0-9 ]+")) {
            read.add(parts);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
    }
    return read;
  }
}
