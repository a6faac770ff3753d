package io.tidemill.dsl.code;

import io.tidemill.dsl.TaskContext;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a sharded task and the code that expands it into shards.
///
/// [#call] runs one shard: its first input is the element (of an aligned task: the result of the same shard of the task
/// before), and those of [#inputs] follow.
public interface ShardedCode extends TaskCode {
  /// Type of the first input of a shard's body.
  Type elementType();

  /// Inputs of [#expand], in order: one for the SOURCE edge where there is one, else none.
  List<InputCode> expansionInputs();

  /// Makes the shards, in order. Never called for an aligned task, whose shards are those of the task before.
  ///
  /// @throws Exception whatever user code throws, or an [IllegalStateException] naming a shard key that came twice
  List<ShardElement> expand(TaskContext<?> ctx, List<@Nullable Object> inputs) throws Exception;
}
