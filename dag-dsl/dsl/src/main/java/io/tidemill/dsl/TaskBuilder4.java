package io.tidemill.dsl;

import io.tidemill.dsl.body.Body4;
import io.tidemill.dsl.body.Exec4;
import java.util.List;

/// A task with four inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
/// @param <C> the third input
/// @param <D> the fourth input
public final class TaskBuilder4<P, A, B, C, D> extends TaskOptions<P, TaskBuilder4<P, A, B, C, D>> {
  TaskBuilder4(Declaration task, List<Ref> inputs) {
    super(task, inputs, null);
  }

  @Override TaskBuilder4<P, A, B, C, D> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [TaskBuilder#run].
  public <R> Task<R> run(Class<R> type, Body4<P, A, B, C, D, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [TaskBuilder#runAs].
  public <R> Task<R> runAs(Types.TypeRef<R> type, Body4<P, A, B, C, D, R> body) {
    return valued(type, body);
  }

  /// Sets a body without result.
  public VoidTask exec(Exec4<P, A, B, C, D> body) {
    return plain(body);
  }
}
