package io.tidemill.runtime.port;

import io.tidemill.engine.Capacity;
import io.tidemill.engine.effect.Effect;
import io.tidemill.engine.graph.Requirement;
import org.jspecify.annotations.Nullable;

/// The agents, as the runtime reaches them. All methods may be called by any thread; none blocks.
public interface AgentPort {
  /// What agents can take. Slots taken stay taken until the work ends or is abandoned.
  Capacity capacity();

  /// Does what was decided; its facts are durable.
  ///
  /// @param epoch epoch of the owner that decided it
  void perform(Effect effect, long epoch);

  /// Nothing more is performed for now: what was, and waits for company, goes out.
  default void flush() {
    // Whoever does everything at once keeps nothing.
  }

  /// Takes back what was decided: its facts will never be durable, and it was never done.
  void abandon(Effect effect);

  /// This scheduler owns a partition anew: what agents said about it and was not acknowledged is to be said again.
  default void owned(int partition) {
    // Whoever repeats by itself need not be told.
  }

  /// Why no agent takes what requires that now, for people; null if one does, or if that is not known.
  default @Nullable String unserved(Requirement requirement) {
    return null;
  }

  /// Why no connected agent could ever run what requires that, for people; null if one could, if none is connected, or if that is
  /// not known.
  default @Nullable String unable(Requirement requirement) {
    return null;
  }

  /// Name of an agent, or null if it is not known here.
  @Nullable String name(long incarnation);
}
