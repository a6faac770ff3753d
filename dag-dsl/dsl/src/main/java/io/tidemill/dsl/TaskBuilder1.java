package io.tidemill.dsl;

import io.tidemill.dsl.body.Body1;
import io.tidemill.dsl.body.Exec1;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task with one input that still needs a body.
///
/// @param <P> the DAG's parameter record
/// @param <A> the input, or the record of the inputs
public final class TaskBuilder1<P, A> extends TaskOptions<P, TaskBuilder1<P, A>> {
  TaskBuilder1(Declaration task, List<Ref> inputs, @Nullable Inputs<?> record) {
    super(task, inputs, record);
  }

  @Override TaskBuilder1<P, A> self() {
    return this;
  }

  /// Sets the body and the class of its result, see [TaskBuilder#run].
  public <R> Task<R> run(Class<R> type, Body1<P, A, R> body) {
    return valued(Types.of(type), body);
  }

  /// Sets the body and the type of its result, see [TaskBuilder#runAs].
  public <R> Task<R> runAs(Types.TypeRef<R> type, Body1<P, A, R> body) {
    return valued(type, body);
  }

  /// Sets a body without result.
  public VoidTask exec(Exec1<P, A> body) {
    return plain(body);
  }
}
