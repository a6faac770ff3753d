package io.tidemill.dsl;

import io.tidemill.dsl.body.Body2;
import io.tidemill.dsl.body.Exec2;
import java.util.List;

/// A task with two inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
public final class TaskBuilder2<P, A, B> extends TaskOptions<P, TaskBuilder2<P, A, B>> {
  TaskBuilder2(Declaration task, List<Ref> inputs) {
    super(task, inputs, null);
  }

  @Override TaskBuilder2<P, A, B> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [TaskBuilder#run].
  public <R> Task<R> run(Class<R> type, Body2<P, A, B, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [TaskBuilder#runAs].
  public <R> Task<R> runAs(Types.TypeRef<R> type, Body2<P, A, B, R> body) {
    return valued(type, body);
  }

  /// Sets a body without result.
  public VoidTask exec(Exec2<P, A, B> body) {
    return plain(body);
  }
}
