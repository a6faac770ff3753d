package io.tidemill.daemon.identity;

import java.util.List;

/// The sessions of agents with this scheduler. Safe for use by several threads; does not block.
public interface Sessions {
  /// No sessions: nobody can connect.
  Sessions NONE = new Sessions() {
    @Override public List<LiveAgent> live() {
      return List.of();
    }

    @Override public void cut(String agent) {
      // there is none
    }
  };

  /// The agents that have one.
  List<LiveAgent> live();

  /// Ends the sessions of an agent that may no longer connect.
  void cut(String agent);
}
