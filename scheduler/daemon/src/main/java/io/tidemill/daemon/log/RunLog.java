package io.tidemill.daemon.log;

import io.tidemill.api.log.LogResource;
import io.tidemill.api.log.LogSource;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.task.FailureView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The log of a run: reads those of its attempts side by side and gives their messages in the order of time. Reading again gives
/// what came since. Not safe for use by several threads.
///
/// Times are those of the agents, so messages of agents whose clocks differ are ordered by what their clocks said.
public final class RunLog {
  private final LogResource logs;
  private final LogSelection selection;
  private final Map<Attempted, AttemptReader> readers = new HashMap<>();
  private final Set<Attempted> failuresTold = new HashSet<>();

  /// An attempt of a run.
  private record Attempted(String task, int shard, int attempt) {
    static Attempted of(LogSource source) {
      return new Attempted(source.task(), source.shardIndex(), source.attempt());
    }

    static Attempted of(FailureView failure) {
      return new Attempted(failure.task(), failure.shardIndex(), failure.attempt());
    }
  }

  /// @param selection which of its messages
  public RunLog(LogResource logs, LogSelection selection) {
    this.logs = logs;
    this.selection = selection;
  }

  /// Gives what was not given before, in the order of time.
  ///
  /// @param detail the run as it is now
  /// @param sink takes an entry, and answers whether it wants another
  public void read(RunDetail detail, Predicate<LogEntry> sink) {
    String dag = detail.run().dag();
    long run = detail.run().run();
    List<LogSource> sources = logs.sources(dag, run);
    String shard = selection.shard();
    boolean byKey = shard != null && (sources.stream().anyMatch(each -> shard.equals(each.shard()))
        || detail.failures().stream().anyMatch(each -> shard.equals(each.shard())));
    Set<Attempted> failed = new HashSet<>();
    List<LogEntry> failures = new ArrayList<>();
    for (FailureView failure : detail.failures()) {
      boolean counts = !failure.kind().equals("CANCELLED") && !failure.kind().equals("RELEASED");
      if (counts) {
        failed.add(Attempted.of(failure));
      }
      if (isSelected(failure.task(), failure.shard(), failure.shardIndex(), byKey) && (counts || !selection.failed())
          && failuresTold.add(Attempted.of(failure))) {
        failures.add(LogEntry.failure(failure));
      }
    }
    failures.sort(Comparator.comparing(RunLog::time));
    PriorityQueue<Cursor> next = new PriorityQueue<>(
        Comparator.comparing((Cursor each) -> time(each.entry())).thenComparingInt(Cursor::order));
    int order = 0;
    for (LogSource source : sources) {
      if (isSelected(source.task(), source.shard(), source.shardIndex(), byKey)
          && (!selection.failed() || failed.contains(Attempted.of(source)))) {
        AttemptReader reader = readers.computeIfAbsent(Attempted.of(source),
            _ -> new AttemptReader(logs, dag, run, source));
        reader.resume();
        add(next, new Cursor(order++, reader.peek(), reader));
      }
    }
    merge(next, failures, sink);
  }

  private record Cursor(int order, @Nullable LogEntry entry, AttemptReader reader) {}

  private static void merge(PriorityQueue<Cursor> next, List<LogEntry> failures, Predicate<LogEntry> sink) {
    int failure = 0;
    boolean wanted = true;
    for (Cursor first = next.poll(); wanted && first != null; first = next.poll()) {
      // Behind messages of the same time: an attempt says something, then fails.
      while (wanted && failure < failures.size()
          && time(failures.get(failure)).compareTo(time(first.entry())) < 0) {
        wanted = sink.test(failures.get(failure++));
      }
      LogEntry entry = first.entry();
      if (wanted && entry != null) {
        first.reader().remove();
        wanted = sink.test(entry);
        add(next, new Cursor(first.order(), first.reader().peek(), first.reader()));
      }
    }
    while (wanted && failure < failures.size()) {
      wanted = sink.test(failures.get(failure++));
    }
  }

  private static void add(PriorityQueue<Cursor> next, Cursor cursor) {
    if (cursor.entry() != null) {
      next.add(cursor);
    }
  }

  /// Sorts like the time itself; what has none comes last.
  private static String time(@Nullable LogEntry entry) {
    String time = entry == null ? null : entry.time();
    return time == null ? "~" : time;
  }

  /// @param byKey whether a shard has the wanted text as its key: then it does not mean an index
  private boolean isSelected(String task, @Nullable String key, int index, boolean byKey) {
    String wanted = selection.shard();
    return (selection.task() == null || task.equals(selection.task()))
        && (wanted == null || (byKey ? wanted.equals(key) : wanted.equals("#" + index)));
  }
}
