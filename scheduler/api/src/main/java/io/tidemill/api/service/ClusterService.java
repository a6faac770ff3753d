package io.tidemill.api.service;

import io.tidemill.api.cluster.ClusterResource;
import io.tidemill.api.cluster.ClusterView;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership.Lease;
import io.tidemill.runtime.port.Ownership.Owner;
import io.tidemill.runtime.port.Ownership.Standing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Who is there and who owns what, by what a scheduler saw last.
///
/// @param node the scheduler
record ClusterService(SchedulerNode node) implements ClusterResource {
  /// A lease is renewed every two seconds: what is left of one beyond this is that of a scheduler that needs none.
  private static final long LONGEST_LEASE_MILLIS = TimeUnit.HOURS.toMillis(1);

  @Override public ClusterView get() {
    Standing seen = node.standing();
    // One that only reads never looks by itself.
    Standing standing = seen.owners().isEmpty() ? node.store().ownership().standing() : seen;
    List<Lease> members = standing.members();
    return new ClusterView(node.self().node(), seen.owners().isEmpty() ? 0 : node.standingAge().toMillis(),
        node.partitions(),
        (int) standing.owners().stream().filter(owner -> !owner.lives()).count(),
        members.stream().filter(Lease::lasts).map(lease -> scheduler(lease, standing.owners())).toList(),
        members.stream().filter(lease -> !lease.lasts()).map(lease -> scheduler(lease, standing.owners())).toList());
  }

  private static ClusterView.Scheduler scheduler(Lease lease, List<Owner> owners) {
    Member member = lease.member();
    return new ClusterView.Scheduler(member.node(), member.host(), orNull(member.version()), member.exclusive(),
        Instant.ofEpochMilli(member.started()),
        (int) owners.stream().filter(owner -> member.node().equals(owner.node())).count(),
        Math.clamp(lease.leftMillis(), 0, LONGEST_LEASE_MILLIS), lease.clockOffset(), orNull(member.agents().address()),
        orNull(member.peers().address()));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
