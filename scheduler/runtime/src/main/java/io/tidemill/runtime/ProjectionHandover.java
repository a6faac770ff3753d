package io.tidemill.runtime;

import io.tidemill.engine.Turn;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.runtime.port.AgentPort;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a partition hands to the projector: one capture at a time of what changed, and how far the tables are.
///
/// A capture ends at the last entry decided; it is written once that entry is durable ([#settled]), and only if the partition still
/// has the owner it was taken of ([#current]). Used under the partition's lock.
final class ProjectionHandover {
  private final int partition;
  private final CommitQueue commits;
  private final AgentPort agents;
  private final ProjectionWaits waits = new ProjectionWaits();
  private CapturedFailures failures = new CapturedFailures();
  private CapturedSlots slots;
  /// What the next snapshot says of DAGs whose snapshots are older, by DAG.
  private Map<Integer, byte[]> marks = Map.of();
  private long epoch;
  private long projected;
  private boolean capturing;

  ProjectionHandover(int partition, CommitQueue commits, AgentPort agents) {
    this.partition = partition;
    this.commits = commits;
    this.agents = agents;
    slots = new CapturedSlots(partition);
  }

  /// Begins with what was recovered.
  void begin(Recovery recovery, long newEpoch) {
    failures = recovery.failures();
    slots = recovery.slots();
    marks = recovery.marks();
    epoch = newEpoch;
    projected = recovery.tables();
  }

  /// Notes what a turn tells that state does not keep.
  void note(PartitionState state, Turn turn) {
    for (Fact fact : turn.facts()) {
      failures.add(state, fact, turn.now());
      slots.add(fact, turn.now());
    }
  }

  /// Takes what changed since the last capture, behind the facts decided so far; null if nothing did or one is under way.
  @Nullable ProjectionDelta capture(PartitionState state) {
    if (capturing) {
      return null;
    }
    long to = commits.decided();
    if (to == projected && state.dirtyRuns().isEmpty()) {
      waits.reached(projected);
      return null;
    }
    commits.seal();
    ProjectionDelta capture = ProjectionDelta.of(partition, epoch, projected, to, state, failures, slots, marks,
        agents);
    failures = new CapturedFailures();
    slots = new CapturedSlots(partition);
    marks = Map.of();
    capturing = true;
    return capture;
  }

  /// Whether what a capture is of is durable; true too if the partition was lost since, so that nobody waits for it.
  boolean settled(ProjectionDelta capture) {
    return !current(capture) || commits.durable() >= capture.to();
  }

  /// Whether a capture is still of this owner.
  boolean current(ProjectionDelta capture) {
    return capturing && capture.epoch() == epoch;
  }

  /// Notes that the tables hold what was captured.
  void written(ProjectionDelta capture) {
    if (current(capture)) {
      projected = capture.to();
      capturing = false;
      waits.reached(projected);
    }
  }

  /// Runs something once the tables hold all that was decided so far.
  void whenProjected(Runnable done) {
    long now = commits.decided();
    if (projected >= now) {
      done.run();
    } else {
      waits.add(now, done);
    }
  }

  /// Number of the last entry that the tables hold.
  long projected() {
    return projected;
  }

  /// Nobody waits any longer; what was captured is of no owner.
  ///
  /// @return whether the projector has a capture it need not wait for
  boolean drop() {
    failures = new CapturedFailures();
    slots = new CapturedSlots(partition);
    waits.end();
    boolean had = capturing;
    capturing = false;
    return had;
  }
}
