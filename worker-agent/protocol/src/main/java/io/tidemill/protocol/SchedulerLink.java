package io.tidemill.protocol;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// The agent's end of a session: calls a scheduler. All methods may be called by any thread.
public interface SchedulerLink extends AttemptLink {
  /// Opens the session. Called once, before anything else. An interrupted link reopens it by itself.
  ///
  /// @param held supplies the inventory of the agent whenever the session opens
  /// @param agent link through which the scheduler calls the agent
  void hello(AgentHello hello, Supplier<List<InventoryItem>> held, AgentLink agent);

  /// Reports that an earlier process of this agent has ended, and that all its unreported work is lost.
  ///
  /// @param incarnation the earlier process
  void predecessorLost(long incarnation);

  /// Announces that the agent drains: its work ends, and nothing more is assigned to it.
  void draining();

  /// Revokes [#draining]: the agent takes work again, because a body that did not stop has ended after all.
  void serving();

  /// Reports starts and results of attempts. Does not block. The agent keeps the batch until it is acknowledged.
  ///
  /// @param batch number of the batch, growing within the session
  void report(long batch, List<Report> reports);

  /// Reads a bundle. Blocks. The agent verifies the hash, and may cache it forever: a bundle never changes.
  ///
  /// @throws MissingException if there is none
  /// @throws IOException if it cannot be read now
  BundleFile bundle(String hash) throws IOException;

  /// Whether work may begin now: not once no scheduler has answered for so long that it may have been given to others. A process that
  /// stood still finds that out here, before anything else has run.
  default boolean mayBegin() {
    return true;
  }

  /// Ends the session. Unacknowledged reports are not lost: the agent repeats them in its next session.
  void disconnect();
}
