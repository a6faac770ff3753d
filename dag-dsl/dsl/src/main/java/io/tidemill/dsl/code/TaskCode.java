package io.tidemill.dsl.code;

import io.tidemill.dsl.TaskContext;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of one task. Implementations are immutable and may be called by many threads at once.
public interface TaskCode {
  /// Type of the result, `void.class` where there is none.
  Type resultType();

  /// The inputs of [#call], in order: one for each DATA and OUTCOME edge of the task, in the order of the edges.
  List<InputCode> inputs();

  /// Runs the body once.
  ///
  /// @param ctx what the body may ask of its attempt
  /// @param inputs one object for each of [#inputs], in order
  /// @return the result, null where there is none
  /// @throws Exception whatever the body throws
  @Nullable Object call(TaskContext<?> ctx, List<@Nullable Object> inputs) throws Exception;

  /// Says whether a failure may be retried, by the user's retry policy and the kind of the exception.
  FailureVerdict judge(Throwable failure);
}
