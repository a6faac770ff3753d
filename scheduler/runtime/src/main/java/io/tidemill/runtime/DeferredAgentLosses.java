package io.tidemill.runtime;

import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.state.PartitionState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Agents that went while DAGs of a partition were kept apart which had something with them. It is declared lost once the partition is
/// reacquired. Used under the partition's lock.
final class DeferredAgentLosses {
  private final Set<Long> ended = new HashSet<>();
  private final Set<Long> unheard = new HashSet<>();

  /// Notes who is gone of those that DAGs have something with that are kept apart.
  void note(PartitionState state, AgentsGone gone) {
    for (int dag : state.suspended()) {
      state.assignments().agents(dag).stream().filter(gone::gone).forEach(gone.proven() ? ended::add : unheard::add);
    }
  }

  /// What is to be declared now, the weaker first. Asking clears it.
  List<AgentsGone> declare() {
    List<AgentsGone> inputs = new ArrayList<>(2);
    if (!unheard.isEmpty()) {
      inputs.add(AgentsGone.unheard(Set.copyOf(unheard)));
      unheard.clear();
    }
    if (!ended.isEmpty()) {
      inputs.add(AgentsGone.these(Set.copyOf(ended)));
      ended.clear();
    }
    return inputs;
  }
}
