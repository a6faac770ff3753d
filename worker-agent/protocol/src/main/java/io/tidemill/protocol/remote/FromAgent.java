package io.tidemill.protocol.remote;

import io.tidemill.protocol.AgentHello;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import java.util.List;

/// A message of an agent in a session.
public sealed interface FromAgent {
  /// The first message.
  ///
  /// @param protocol protocol version of the agent
  /// @param held inventory of the agent
  /// @param first whether this is the first hello of the process, so that nothing can have been assigned to it
  /// @param clock the agent's clock, in milliseconds since 1970
  /// @param severalSchedulers whether the agent keeps sessions with several schedulers
  record Hello(int protocol, AgentHello hello, List<InventoryItem> held, boolean first, long clock,
      boolean severalSchedulers) implements FromAgent {
    public Hello {
      held = List.copyOf(held);
    }

    /// The hello of an agent with one scheduler.
    public Hello(int protocol, AgentHello hello, List<InventoryItem> held, boolean first, long clock) {
      this(protocol, hello, held, first, clock, false);
    }
  }

  /// The agent is alive.
  ///
  /// @param number growing within the session
  /// @param clock the agent's clock, in milliseconds since 1970
  record Heartbeat(long number, long clock) implements FromAgent {}

  /// [io.tidemill.protocol.SchedulerLink#report]
  record Reports(long batch, List<io.tidemill.protocol.Report> reports) implements FromAgent {
    public Reports {
      reports = List.copyOf(reports);
    }
  }

  /// [io.tidemill.protocol.SchedulerLink#predecessorLost]
  record PredecessorLost(long incarnation) implements FromAgent {}

  /// [io.tidemill.protocol.SchedulerLink#draining]
  record Draining() implements FromAgent {}

  /// [io.tidemill.protocol.SchedulerLink#serving]
  record Serving() implements FromAgent {}

  /// [io.tidemill.protocol.SchedulerLink#progress]
  record Progress(AttemptKey key, int shard, long done, long total) implements FromAgent {}

  /// Answer to [FromScheduler.AskInventory].
  record Inventory(long question, List<InventoryItem> held) implements FromAgent {
    public Inventory {
      held = List.copyOf(held);
    }
  }

  /// [io.tidemill.protocol.SchedulerLink#disconnect]
  record Disconnect() implements FromAgent {}
}
