package io.tidemill.daemon.boot;

import io.tidemill.gateway.SchedulerDirectory;
import io.tidemill.protocol.SchedulerAddress;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Member;
import java.util.List;

/// The schedulers that agents are told of: those whose leases last and that listen for agents, as this one saw them about a second ago.
///
/// @param node this scheduler
record LeasedSchedulers(SchedulerNode node) implements SchedulerDirectory {
  @Override public String self() {
    return node.self().node();
  }

  @Override public List<SchedulerAddress> schedulers() {
    return node.standing()
        .live()
        .stream()
        .filter(member -> !member.agents().address().isEmpty())
        .map(LeasedSchedulers::address)
        .toList();
  }

  private static SchedulerAddress address(Member member) {
    String address = member.agents().address();
    int colon = address.lastIndexOf(':');
    return new SchedulerAddress(member.node(), address.substring(0, colon),
        Integer.parseInt(address.substring(colon + 1)), member.agents().fingerprint());
  }
}
