package io.tidemill.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work assigned to an agent.
public sealed interface Assignment {
  /// Context shared by all assignments of the run.
  RunContext run();

  /// Identity under which the agent reports.
  AttemptKey key();

  /// Id of the task in its DAG.
  String task();

  /// Higher values start first.
  int priority();

  /// Inputs of the body or the expansion.
  List<InputValue> inputs();

  /// Runs a body once.
  ///
  /// @param inputs one for each of [the body's inputs](io.tidemill.dsl.code.TaskCode#inputs), in order
  record RunTask(RunContext run, AttemptKey key, String task, int priority, List<InputValue> inputs)
      implements Assignment {}

  /// Expands a task into shards. Answered by [Report.Expanded].
  ///
  /// @param inputs one for each of [the expansion's inputs](io.tidemill.dsl.code.ShardedCode#expansionInputs), in order
  /// @param maxShards maximum number of shards; more fail the attempt
  /// @param previous shards that the task had before, null where it had none
  record Expand(RunContext run, AttemptKey key, String task, int priority, List<InputValue> inputs, int maxShards,
      @Nullable Previous previous) implements Assignment {
    /// The first expansion of a task.
    public Expand(RunContext run, AttemptKey key, String task, int priority, List<InputValue> inputs, int maxShards) {
      this(run, key, task, priority, inputs, maxShards, null);
    }

    /// Shards that a task had before. A key keeps its index.
    ///
    /// @param keys their keys, [PackedBytes] UTF-8 strings by index
    /// @param elements their elements, [PackedBytes] JSON by index; null where none of them keeps its result
    public record Previous(int count, WireValue keys, @Nullable WireValue elements) {}
  }

  /// Runs the body for some shards, each an attempt of its own. Answered by any number of [Report.ShardsEnded].
  ///
  /// @param shards the shards to run
  /// @param keys keys of all shards of the task, [PackedBytes] UTF-8 strings by index
  /// @param elements elements of all shards, [PackedBytes] JSON by index; null if the task is aligned
  /// @param aligned results of the upstream task for at least the assigned shards; null if the task is not aligned
  /// @param inputs one for each of [the body's inputs](io.tidemill.dsl.code.TaskCode#inputs), in order
  record RunShards(RunContext run, AttemptKey key, String task, int priority, List<ShardRange> shards, WireValue keys,
      @Nullable WireValue elements, @Nullable List<ResultBlock> aligned, List<InputValue> inputs)
      implements Assignment {}

  /// Consecutive shards with the same attempt number.
  ///
  /// @param first index of the first
  /// @param end index after the last
  /// @param attempt number of the attempt, from 1
  record ShardRange(int first, int end, int attempt) {}
}
