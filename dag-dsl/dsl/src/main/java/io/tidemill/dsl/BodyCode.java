package io.tidemill.dsl;

import io.tidemill.dsl.body.Arguments;
import io.tidemill.dsl.body.Body;
import io.tidemill.dsl.code.FailureVerdict;
import io.tidemill.dsl.code.InputCode;
import io.tidemill.dsl.code.TaskCode;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a task that is not sharded.
record BodyCode<P>(String task, Type resultType, List<InputCode> inputs, Body<P, ?> body, Retry retry)
    implements TaskCode {
  @Override
  @SuppressWarnings("unchecked") // whoever runs a DAG gives its bodies the DAG's own parameters
  public @Nullable Object call(TaskContext<?> ctx, List<@Nullable Object> given) throws Exception {
    if (given.size() != inputs.size()) {
      throw new IllegalArgumentException("Expected " + inputs.size() + " inputs for task " + task + ", but got "
          + given.size() + ".");
    }
    return present(task, resultType, body.call((TaskContext<P>) ctx, new Arguments(given)));
  }

  @Override public FailureVerdict judge(Throwable failure) {
    return retry.judge(failure);
  }

  /// Holds a body to its declared result.
  static @Nullable Object present(String task, Type type, @Nullable Object result) {
    if (result == null && type != void.class) {
      throw new IllegalStateException("Expected the body of task " + task + " to return a " + type.getTypeName()
          + ", but it returned null. Declare Types.optionalOf(…) for a result that may be missing, or use exec(…) for none.");
    }
    return result;
  }
}
