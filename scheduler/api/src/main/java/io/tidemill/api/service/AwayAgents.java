package io.tidemill.api.service;

import io.tidemill.api.agent.AgentView;
import io.tidemill.api.run.Blocker;
import io.tidemill.api.run.Blocker.Kind;
import io.tidemill.api.task.TaskView;
import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.text.DurationText;
import io.tidemill.engine.graph.CompiledTask;
import io.tidemill.engine.state.ShardState;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.ShardStates;
import io.tidemill.runtime.port.Catalog;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells which work of a run is with agents that are away.
///
/// @param agents all agents by their names
record AwayAgents(SchedulerNode node, OwnerQueries owner, Catalog.Dag dag, long run, Map<String, AgentView> agents) {
  /// What of a task is with such agents.
  List<Blocker> of(CompiledTask task, TaskView view) {
    boolean waiting = task.node().onAgentLost() == AgentLost.WAIT;
    String name = view.agent();
    if (view.state().terminal()) {
      return List.of();
    }
    if (view.shards() == null) {
      return view.state().active() && name != null ? ofOne(name, "it", waiting) : List.of();
    }
    ShardStates shards = owner.shardStates(dag, run, task.index());
    if (shards == null) {
      return List.of();
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (int shard = 0; shard < shards.states().size(); shard++) {
      String agent = shards.states().get(shard) == ShardState.ASSIGNED
          ? node.agentName(shards.agents().get(shard))
          : null;
      if (agent != null) {
        counts.merge(agent, 1, Integer::sum);
      }
    }
    List<Blocker> blockers = new ArrayList<>();
    counts.forEach((agent, count) -> blockers
        .addAll(ofOne(agent, count + " of its shards", waiting)));
    return blockers;
  }

  /// What is with one agent.
  ///
  /// @param what it has
  /// @param waiting whether that waits for the agent however long it is away
  List<Blocker> ofOne(String name, String what, boolean waiting) {
    AgentView agent = agents.get(name);
    if (name.equals(AgentView.OWN) || agent != null && agent.state() != AgentView.State.AWAY) {
      return List.of();
    }
    Instant heard = agent == null ? null : agent.lastHeard();
    return List.of(new Blocker(Kind.AGENT, "agent " + name + " has " + what + " and is away" + since(heard) + "; "
        + (waiting
            ? "that waits for it, as onAgentLost(WAIT) says: start it again, or, where it never returns, `tidemill agents lost "
                + name
                + "`"
            : "that is lost and runs again once the agent was silent for tidemill.agents.lost-after, or has started again"),
        null, null));
  }

  private static String since(@Nullable Instant heard) {
    return heard == null
        ? ""
        : " since "
            + DurationText.of(Duration.between(heard, Instant.now()).truncatedTo(ChronoUnit.SECONDS).abs());
  }
}
