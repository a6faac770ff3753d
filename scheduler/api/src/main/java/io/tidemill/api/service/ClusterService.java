package io.tidemill.api.service;

import io.tidemill.api.cluster.ClusterResource;
import io.tidemill.api.cluster.ClusterView;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership.ClusterState;
import io.tidemill.runtime.port.Ownership.Lease;
import io.tidemill.runtime.port.Ownership.Owner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who is there and who owns what, by what a scheduler saw last.
///
/// @param node the scheduler
record ClusterService(SchedulerNode node) implements ClusterResource {
  @Override public ClusterView get() {
    ClusterState seen = node.clusterState();
    // One that only reads never looks by itself.
    ClusterState state = seen.owners().isEmpty() ? node.store().ownership().clusterState() : seen;
    List<Lease> members = state.members();
    return new ClusterView(node.self().node(), seen.owners().isEmpty() ? 0 : node.clusterStateAge().toMillis(),
        node.partitions(),
        (int) state.owners().stream().filter(owner -> !owner.lives()).count(),
        members.stream().filter(Lease::lasts).map(lease -> scheduler(lease, state.owners())).toList(),
        members.stream().filter(lease -> !lease.lasts()).map(lease -> scheduler(lease, state.owners())).toList());
  }

  private static ClusterView.Scheduler scheduler(Lease lease, List<Owner> owners) {
    Member member = lease.member();
    return new ClusterView.Scheduler(member.node(), member.host(), orNull(member.version()), member.exclusive(),
        Instant.ofEpochMilli(member.started()),
        (int) owners.stream().filter(owner -> member.node().equals(owner.node())).count(),
        lease.clockOffset(), orNull(member.agents().address()),
        orNull(member.peers().address()));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
