package io.tidemill.dsl.body;

import io.tidemill.dsl.TaskContext;
import org.jspecify.annotations.Nullable;

/// The body of a task or shard with any number of inputs. Users write [Body0] to [Body5], and [Exec0] to [Exec5] without result.
///
/// @param <P> the DAG's parameter record
/// @param <R> the result
@FunctionalInterface
public interface Body<P, R> {
  /// Runs the body with its inputs. Called by the agent, never by users.
  @Nullable R call(TaskContext<P> ctx, Arguments in) throws Exception;
}
