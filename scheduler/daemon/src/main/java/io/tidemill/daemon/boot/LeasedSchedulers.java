package io.tidemill.daemon.boot;

import io.tidemill.daemon.agent.ServerAddress;
import io.tidemill.gateway.SchedulerDirectory;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Member;
import java.util.ArrayList;
import java.util.List;

/// The schedulers that agents are told of: those whose leases last and that listen for agents, as this one saw them about a second ago.
///
/// @param node this scheduler
record LeasedSchedulers(SchedulerNode node) implements SchedulerDirectory {
  @Override public String self() {
    return node.self().node();
  }

  @Override public List<SchedulerAddress> schedulers() {
    List<SchedulerAddress> all = new ArrayList<>();
    for (Member member : node.clusterState().live()) {
      ServerAddress listens = ServerAddress.parse(member.agents().address());
      if (listens != null) {
        all.add(new SchedulerAddress(member.node(), listens.host(), listens.port(), member.agents().fingerprint()));
      }
    }
    return all;
  }
}
