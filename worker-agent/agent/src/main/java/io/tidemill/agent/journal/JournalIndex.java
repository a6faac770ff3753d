package io.tidemill.agent.journal;

import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What of the journal still counts. Used by one thread at a time.
final class JournalIndex {
  private static final int ACCEPTED_BYTES = 32;

  private final Deque<Entry.Started> processes = new ArrayDeque<>();
  private final Map<AttemptKey, Integer> accepted = new HashMap<>();
  private final Map<Long, FilePosition> results = new LinkedHashMap<>();
  private final Set<ProcessId> children = new LinkedHashSet<>();
  private long resultBytes;
  private long lastNumber;

  /// A result in the file.
  ///
  /// @param at where its frame begins
  /// @param length of its frame
  record FilePosition(long at, int length, AttemptKey key, int attempts) {
    /// The same frame so many bytes later.
    FilePosition later(long bytes) {
      return new FilePosition(at + bytes, length, key, attempts);
    }
  }

  /// Takes up an entry.
  ///
  /// @param at where its frame begins in the file
  /// @param length of its frame
  void apply(Entry entry, long at, int length) {
    switch (entry) {
      case Entry.Started started -> {
        processes.addLast(started);
        if (processes.size() > RecoveredJournal.MOST_INCARNATIONS + 1) {
          processes.removeFirst();
        }
      }
      case Entry.Accepted(List<InventoryItem> attempts) ->
        attempts.forEach(each -> accepted.put(each.key(), each.attempts()));
      case Entry.Result result -> {
        lastNumber = Math.max(lastNumber, result.number());
        resultBytes += length;
        results.put(result.number(), new FilePosition(at, length, result.key(), result.attempts()));
      }
      case Entry.Acknowledged(long[] numbers) -> {
        for (long each : numbers) {
          acknowledged(each);
        }
      }
      case Entry.Noted(ProcessId process) -> children.add(process);
      case Entry.Forgotten(ProcessId process) -> children.remove(process);
    }
  }

  private void acknowledged(long number) {
    FilePosition place = results.remove(number);
    if (place != null) {
      resultBytes -= place.length();
      accepted.computeIfPresent(place.key(), (_, open) -> open > place.attempts() ? open - place.attempts() : null);
    }
  }

  /// Forgets what was accepted and has no result: it is lost, and was said to be.
  void forgetUnfinished() {
    accepted.clear();
  }

  /// Greatest number of a result, 0 if there is none.
  long lastNumber() {
    return lastNumber;
  }

  /// Those of some numbers whose results are kept.
  long[] kept(long[] numbers) {
    long[] kept = new long[numbers.length];
    int count = 0;
    for (long each : numbers) {
      if (results.containsKey(each)) {
        kept[count++] = each;
      }
    }
    return count == numbers.length ? kept : Arrays.copyOf(kept, count);
  }

  /// About how many bytes it takes to write all this down.
  long bytes() {
    return resultBytes + (long) ACCEPTED_BYTES * accepted.size() + 32L * (processes.size() + children.size());
  }

  List<Entry.Started> processes() {
    return List.copyOf(processes);
  }

  List<InventoryItem> accepted() {
    List<InventoryItem> all = new ArrayList<>(accepted.size());
    accepted.forEach((key, attempts) -> all.add(new InventoryItem(key, attempts)));
    return all;
  }

  /// What was accepted without its results.
  List<InventoryItem> unfinished() {
    Map<AttemptKey, Integer> open = new HashMap<>(accepted);
    for (FilePosition each : results.values()) {
      open.computeIfPresent(each.key(), (_, count) -> count > each.attempts() ? count - each.attempts() : null);
    }
    List<InventoryItem> all = new ArrayList<>(open.size());
    open.forEach((key, attempts) -> all.add(new InventoryItem(key, attempts)));
    return all;
  }

  Map<Long, FilePosition> results() {
    return results;
  }

  Set<ProcessId> children() {
    return children;
  }
}
