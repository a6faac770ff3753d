package io.tidemill.dsl;

import io.tidemill.dsl.body.Body3;
import io.tidemill.dsl.body.Exec3;
import java.util.List;

/// A task with three inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
/// @param <C> the third input
public final class TaskBuilder3<P, A, B, C> extends TaskOptions<P, TaskBuilder3<P, A, B, C>> {
  TaskBuilder3(Declaration task, List<Ref> inputs) {
    super(task, inputs, null);
  }

  @Override TaskBuilder3<P, A, B, C> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [TaskBuilder#run].
  public <R> Task<R> run(Class<R> type, Body3<P, A, B, C, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [TaskBuilder#runAs].
  public <R> Task<R> runAs(Types.TypeRef<R> type, Body3<P, A, B, C, R> body) {
    return valued(type, body);
  }

  /// Sets a body without result.
  public VoidTask exec(Exec3<P, A, B, C> body) {
    return plain(body);
  }
}
