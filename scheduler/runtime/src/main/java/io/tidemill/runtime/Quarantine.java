package io.tidemill.runtime;

import io.tidemill.engine.input.AgentReturned;
import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.input.ShardsEnded;
import io.tidemill.engine.input.SlotsFreed;
import io.tidemill.engine.input.TaskExpanded;
import io.tidemill.engine.input.TaskFailed;
import io.tidemill.engine.input.TaskStarted;
import io.tidemill.engine.input.TaskSucceeded;
import io.tidemill.engine.input.TimersDue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DAGs whose inputs cannot be decided, kept apart so that the others go on (guarantees R10). A restart resumes them.
///
/// Safe for use by several threads.
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  private static final int MOST_FAILURES = 2;

  private final Map<Integer, Integer> failures = new ConcurrentHashMap<>();

  /// Notes that deciding an input failed.
  void failed(Input input) {
    int dag = dag(input);
    if (dag > 0 && failures.merge(dag, 1, Integer::sum) == MOST_FAILURES) {
      LOG.error(
          "DAG number {} is quarantined: deciding about it failed {} times. Its runs stand still and nothing of them is"
              + " lost; other DAGs go on. Report the error above, and restart with a program that mends it",
          dag, MOST_FAILURES);
    }
  }

  /// Whether an input is about a DAG that is kept apart.
  boolean holds(Input input) {
    return !failures.isEmpty() && failures.getOrDefault(dag(input), 0) >= MOST_FAILURES;
  }

  /// Number of the DAG an input is about, 0 if it is about none in particular.
  private static int dag(Input input) {
    return switch (input) {
      case CreateRun i -> i.dag();
      case CancelRun i -> i.dag();
      case Rerun i -> i.dag();
      case TaskStarted i -> i.dag();
      case TaskSucceeded i -> i.dag();
      case TaskFailed i -> i.dag();
      case TaskExpanded i -> i.dag();
      case ShardsEnded i -> i.dag();
      case SlotsFreed _,TimersDue _,AgentsGone _,AgentReturned _ -> 0;
    };
  }
}
