package io.tidemill.dsl;

import io.tidemill.dsl.body.Body2;
import io.tidemill.dsl.body.Exec2;
import java.util.List;

/// A task with two inputs that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <A> the first input
/// @param <B> the second input
public final class TaskDraft2<P, A, B> extends TaskOptions<P, TaskDraft2<P, A, B>> {
  TaskDraft2(Declaration task, List<Ref> inputs) {
    super(task, inputs, null);
  }

  @Override TaskDraft2<P, A, B> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [TaskDraft#run].
  public <R> Task<R> run(Class<R> type, Body2<P, A, B, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [TaskDraft#runAs].
  public <R> Task<R> runAs(Types.Of<R> type, Body2<P, A, B, R> body) {
    return valued(type, body);
  }

  /// Sets a body without result.
  public Done exec(Exec2<P, A, B> body) {
    return plain(body);
  }
}
