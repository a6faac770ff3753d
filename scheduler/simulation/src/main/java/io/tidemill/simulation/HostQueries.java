package io.tidemill.simulation;

import io.tidemill.runtime.port.Projections.FailureRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.TaskRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Questions as one scheduler asks them: by the time the answer is there, the world has gone on.
///
/// @param meanwhile lets it go on
record HostQueries(Queries database, Runnable meanwhile) implements Queries {
  private <T extends @Nullable Object> T late(T answer) {
    meanwhile.run();
    return answer;
  }

  @Override public List<RunRow> runs(int dag, List<RunStatus> status, @Nullable Position before, int limit) {
    return late(database.runs(dag, status, before, limit));
  }

  @Override public @Nullable RunRow run(int dag, long run) {
    return late(database.run(dag, run));
  }

  @Override public @Nullable RunRow runByKey(int dag, String key) {
    return late(database.runByKey(dag, key));
  }

  @Override public List<TaskRow> tasks(int dag, long run) {
    return late(database.tasks(dag, run));
  }

  @Override public List<FailureRow> failures(int dag, long run, int task, int limit) {
    return late(database.failures(dag, run, task, limit));
  }

  @Override public List<RunChunk> finalState(int dag, long run) {
    return late(database.finalState(dag, run));
  }

  @Override public long projected(int partition) {
    return late(database.projected(partition));
  }
}
