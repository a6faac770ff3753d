package io.tidemill.daemon.identity;

import java.util.List;
import java.util.function.IntConsumer;

/// The sessions of agents with this scheduler. Safe for use by several threads; does not block unless stated.
public interface ConnectedAgents {
  /// No sessions: agents cannot connect.
  ConnectedAgents NONE = new ConnectedAgents() {
    @Override public List<LiveAgent> live() {
      return List.of();
    }

    @Override public void cut(String agent) {
      // there is none
    }

    @Override public int lost(String agent, IntConsumer first) {
      return 0;
    }
  };

  /// The connected agents.
  List<LiveAgent> live();

  /// Ends the sessions of an agent that may no longer connect.
  void cut(String agent);

  /// Marks the processes of an agent that have work and no session as permanently lost. May block.
  ///
  /// @param first told how many before anything is done, if there are any
  /// @return how many
  int lost(String agent, IntConsumer first);
}
