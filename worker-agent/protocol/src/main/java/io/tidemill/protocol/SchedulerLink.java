package io.tidemill.protocol;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/// A scheduler as its agent sees it: the other end of a session. All methods may be called by any thread.
public interface SchedulerLink extends AttemptLink {
  /// Opens the session. Called once, before anything else. A link that is interrupted opens it again by itself.
  ///
  /// @param held what the agent has, asked whenever the session opens
  /// @param agent where the scheduler reaches the agent
  void hello(AgentHello hello, Supplier<List<Held>> held, AgentLink agent);

  /// Says that an earlier process of this agent is gone, and that everything it had that was not reported by now is lost.
  ///
  /// @param incarnation the earlier process
  void leftBehind(long incarnation);

  /// Says that the agent takes nothing new: what it has ends, and nothing is to be assigned to it.
  void draining();

  /// Takes [#draining] back: the agent takes work again, because the body that would not stop has ended after all.
  void serving();

  /// Reports what became of attempts. Does not block. The agent keeps the batch until it is acknowledged.
  ///
  /// @param batch number of the batch, growing within the session
  void report(long batch, List<Report> reports);

  /// Reads a bundle. Blocks. The agent checks the hash and may cache without limit of time: a bundle never changes.
  ///
  /// @throws MissingException if there is none
  /// @throws IOException if it cannot be read now
  BundleFile bundle(String hash) throws IOException;

  /// Ends the session. What was not acknowledged is not lost: the agent reports it in its next session.
  void bye();
}
