package io.tidemill.dsl;

import io.tidemill.dsl.body.Body5;
import io.tidemill.dsl.body.Exec5;
import java.util.List;

/// A task with five inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
/// @param <C> the third input
/// @param <D> the fourth input
/// @param <E> the fifth input
public final class TaskBuilder5<P, A, B, C, D, E> extends TaskOptions<P, TaskBuilder5<P, A, B, C, D, E>> {
  TaskBuilder5(Declaration task, List<Ref> inputs) {
    super(task, inputs, null);
  }

  @Override TaskBuilder5<P, A, B, C, D, E> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [TaskBuilder#run].
  public <R> Task<R> run(Class<R> type, Body5<P, A, B, C, D, E, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [TaskBuilder#runAs].
  public <R> Task<R> runAs(Types.TypeRef<R> type, Body5<P, A, B, C, D, E, R> body) {
    return valued(type, body);
  }

  /// Sets a body without result.
  public VoidTask exec(Exec5<P, A, B, C, D, E> body) {
    return plain(body);
  }
}
