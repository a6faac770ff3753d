package io.tidemill.daemon.boot;

import io.tidemill.api.service.AgentWork;
import io.tidemill.daemon.identity.ConnectedAgents;
import io.tidemill.daemon.identity.LiveAgent;
import io.tidemill.gateway.AgentInfo;
import io.tidemill.gateway.Gateway;
import java.util.List;
import java.util.function.IntConsumer;

/// The sessions of the gateway.
record GatewaySessions(Gateway gateway) implements ConnectedAgents, AgentWork {
  @Override public List<LiveAgent> live() {
    return gateway.agents().stream().filter(AgentInfo::connected).map(GatewaySessions::live).toList();
  }

  private static LiveAgent live(AgentInfo agent) {
    boolean local = agent.address().isEmpty();
    long lastHeard = System.currentTimeMillis() - (local ? 0 : agent.heardMillis());
    return new LiveAgent(agent.name(), agent.incarnation(), agent.slots(), Math.min(agent.busy(), agent.slots()),
        agent.draining(), agent.resting(), agent.gaveBack(), agent.labels(), agent.queues(), lastHeard,
        local ? null : agent.clockOffsetMillis());
  }

  @Override public List<AgentWork.Item> of(String agent) {
    return gateway.assignments(agent)
        .stream()
        .map(held -> new AgentWork.Item(held.key().dag(), held.key().run(), held.key().task(), held.key().attempt(),
            held.attempts(), held.started()))
        .toList();
  }

  @Override public void cut(String agent) {
    gateway.cut(agent);
  }

  @Override public int lost(String agent, IntConsumer first) {
    return gateway.lost(agent, first);
  }
}
