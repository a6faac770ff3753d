package io.tidemill.protocol.remote;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.protocol.StopReason;
import java.util.List;

/// A message of a scheduler in a session.
public sealed interface FromScheduler {
  /// Answer to the hello: the session is open.
  ///
  /// @param protocol protocol version of the scheduler
  /// @param cutOffMillis silence after which the agent stops its work, in milliseconds; 0: the default of the agent
  /// @param node name of the scheduler process; empty: it is the only one
  /// @param unnoted see [HeartbeatAnswer]
  record Welcome(int protocol, long cutOffMillis, String node, boolean unnoted) implements FromScheduler {}

  /// [io.tidemill.protocol.AgentLink#schedulers]
  record Schedulers(List<SchedulerAddress> all) implements FromScheduler {
    public Schedulers {
      all = List.copyOf(all);
    }
  }

  /// [io.tidemill.protocol.AgentLink#elsewhere]
  record Elsewhere(long batch, List<Integer> positions) implements FromScheduler {
    public Elsewhere {
      positions = List.copyOf(positions);
    }
  }

  /// Answer to [FromAgent.Heartbeat].
  ///
  /// @param unnoted of several schedulers: whether the others do not learn that this one hears the agent
  record HeartbeatAnswer(long number, boolean unnoted) implements FromScheduler {}

  /// [io.tidemill.protocol.AgentLink#assign]
  record Assign(List<Assignment> assignments) implements FromScheduler {
    public Assign {
      assignments = List.copyOf(assignments);
    }
  }

  /// [io.tidemill.protocol.AgentLink#stop]
  record Stop(AttemptKey key, StopReason reason) implements FromScheduler {}

  /// [io.tidemill.protocol.AgentLink#release]
  record Release(List<AttemptKey> keys) implements FromScheduler {
    public Release {
      keys = List.copyOf(keys);
    }
  }

  /// [io.tidemill.protocol.AgentLink#acknowledge]
  record Acknowledged(long batch) implements FromScheduler {}

  /// Queries the inventory of the agent. Answered by [FromAgent.Inventory].
  record AskInventory(long question) implements FromScheduler {}

  /// [FromAgent.PredecessorLost] is durable and need not be repeated.
  record PredecessorLostNoted(long incarnation) implements FromScheduler {}
}
