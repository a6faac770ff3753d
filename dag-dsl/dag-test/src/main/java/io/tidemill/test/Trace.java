package io.tidemill.test;

import io.tidemill.engine.fact.AttemptAssigned;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.AttemptStarted;
import io.tidemill.engine.fact.AttemptStopRequested;
import io.tidemill.engine.fact.AttemptSucceeded;
import io.tidemill.engine.fact.CancelRequested;
import io.tidemill.engine.fact.CleanUpStopRequested;
import io.tidemill.engine.fact.DagFact;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.Failure;
import io.tidemill.engine.fact.MaintenanceBegan;
import io.tidemill.engine.fact.MaintenanceEnded;
import io.tidemill.engine.fact.MaintenancePlanned;
import io.tidemill.engine.fact.OwnershipTaken;
import io.tidemill.engine.fact.PartitionPaused;
import io.tidemill.engine.fact.PartitionResumed;
import io.tidemill.engine.fact.RetryScheduled;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.fact.RunEnded;
import io.tidemill.engine.fact.RunReopened;
import io.tidemill.engine.fact.RunVersionChanged;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.fact.ShardRetriesScheduled;
import io.tidemill.engine.fact.ShardedTaskStopRequested;
import io.tidemill.engine.fact.ShardsAssigned;
import io.tidemill.engine.fact.ShardsEnded;
import io.tidemill.engine.fact.ShardsExpanded;
import io.tidemill.engine.fact.ShardsReleased;
import io.tidemill.engine.fact.ShardsReset;
import io.tidemill.engine.fact.ShardsSucceeded;
import io.tidemill.engine.fact.TaskEnded;
import io.tidemill.engine.fact.TaskJoined;
import io.tidemill.engine.fact.TaskMarked;
import io.tidemill.engine.fact.TaskReady;
import io.tidemill.engine.fact.TasksReset;
import io.tidemill.engine.graph.CompiledGraph;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What happened in a run, line by line with the virtual time.
final class Trace {
  private static final int SHOWN = 5;

  private final CompiledGraph compiled;
  private final PrintStream out;
  private final List<String> lines = new ArrayList<>();
  private final Map<Integer, List<String>> keys = new HashMap<>();
  private final long start;
  private final String name;
  private long elapsed;

  /// @param start when the run begins
  /// @param name of the run, before what is printed of it; empty where there is one run
  Trace(CompiledGraph compiled, PrintStream out, long start, String name) {
    this.compiled = compiled;
    this.out = out;
    this.start = start;
    this.name = name.isEmpty() ? "" : name + "  ";
  }

  /// Sets the time of the lines that follow.
  void at(long now) {
    elapsed = now - start;
  }

  void tell(String line) {
    String timed = String.format(Locale.ROOT, "%8.3fs  %s", elapsed / 1_000.0, line);
    lines.add(timed);
    out.println(name + timed);
  }

  /// Notes the keys of a task's shards.
  void keys(int task, List<String> shards) {
    keys.put(task, shards);
  }

  void tell(Fact fact) {
    String line = line(fact);
    if (!line.isEmpty()) {
      tell(line);
    }
  }

  @Override public String toString() {
    return String.join("\n", lines);
  }

  private String line(Fact fact) {
    return switch (fact) {
      case RunCreated f -> "run created";
      case AttemptAssigned f -> id(f.task()) + " attempt " + f.attempt() + " starts";
      case AttemptSucceeded f -> id(f.task()) + " SUCCESS";
      case AttemptFailed f -> id(f.task()) + " attempt " + f.attempt() + " " + failure(f.failure());
      case AttemptStopRequested f -> id(f.task()) + " is stopped" + (f.timedOut() ? ": it took too long" : "");
      case RetryScheduled f -> id(f.task()) + " is tried again in " + until(f.dueAt());
      case TaskEnded f -> id(f.task()) + " " + f.state();
      case TaskMarked f -> id(f.task()) + " is marked " + f.state();
      case TaskJoined f -> id(f.task()) + " SUCCESS";
      case ShardsExpanded f -> id(f.task()) + " has " + f.count() + " shards";
      case ShardsAssigned f -> shards(f.task(), f.shards()) + " starts";
      case ShardsSucceeded f -> shards(f.task(), f.shards()) + " SUCCESS";
      case ShardFailed f -> shards(f.task(), f.shard()) + " attempt " + f.attempt() + " " + failure(f.failure());
      case ShardRetriesScheduled f -> shards(f.task(), f.shards()) + " is tried again in " + until(f.dueAt());
      case ShardsEnded f -> shards(f.task(), f.shards()) + " " + f.state();
      case ShardedTaskStopRequested f -> id(f.task()) + " is stopped" + (f.timedOut() ? ": it took too long" : "");
      case CancelRequested f -> (f.deadline() ? "run is out of time: " : "run is cancelled: ") + f.reason();
      case CleanUpStopRequested f -> "clean-up is stopped";
      case RunEnded f -> "run " + f.outcome();
      case TaskReady f -> "";
      case AttemptStarted f -> "";
      case ShardsReleased f -> "";
      case ShardsReset f -> "";
      case RunVersionChanged f -> "";
      case TasksReset f -> "";
      case RunReopened f -> "";
      case DagFact f -> "";
      case OwnershipTaken f -> "";
      case PartitionPaused f -> "";
      case PartitionResumed f -> "";
      case MaintenancePlanned f -> "";
      case MaintenanceBegan f -> "";
      case MaintenanceEnded f -> "";
    };
  }

  private String until(long dueAt) {
    return Duration.ofMillis(dueAt - start - elapsed).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private String id(int task) {
    return compiled.task(task).id();
  }

  private String shards(int task, int... shards) {
    List<String> names = keys.getOrDefault(task, List.of());
    String shown = IntStream.of(shards)
        .filter(shard -> shard >= 0)
        .limit(SHOWN)
        .mapToObj(shard -> shard < names.size() ? names.get(shard) : Integer.toString(shard))
        .collect(Collectors.joining(", "));
    return id(task) + "[" + shown + (shards.length > SHOWN ? ", … " + shards.length + " in all" : "") + "]";
  }

  private static String failure(Failure failure) {
    String place = failure.place().isEmpty() ? "" : " (" + failure.place() + ")";
    return failure.kind() + ": " + (failure.type().isEmpty() ? "" : failure.type() + ": ") + failure.message() + place;
  }
}
