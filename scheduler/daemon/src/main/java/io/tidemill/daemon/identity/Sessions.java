package io.tidemill.daemon.identity;

import java.util.List;

/// The sessions of agents with this scheduler. Safe for use by several threads; does not block but where it says so.
public interface Sessions {
  /// No sessions: nobody can connect.
  Sessions NONE = new Sessions() {
    @Override public List<LiveAgent> live() {
      return List.of();
    }

    @Override public void cut(String agent) {
      // there is none
    }

    @Override public int lost(String agent) {
      return 0;
    }
  };

  /// The agents that have one.
  List<LiveAgent> live();

  /// Ends the sessions of an agent that may no longer connect.
  void cut(String agent);

  /// Declares the processes of an agent gone for good that have work and no session. May block.
  ///
  /// @return how many
  int lost(String agent);
}
