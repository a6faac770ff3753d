package io.tidemill.test;

import io.tidemill.dsl.AssetUpdates;
import io.tidemill.dsl.Slot;
import io.tidemill.engine.state.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run of a [SchedulerTest]. It shows how the run stands now, so one that was under way at the end of a call goes on in the next.
public final class TestRun {
  private final VirtualScheduler scheduler;
  private final VirtualRun<?> run;

  TestRun(VirtualScheduler scheduler, VirtualRun<?> run) {
    this.scheduler = scheduler;
    this.run = run;
  }

  /// Id of the DAG.
  public String dag() {
    return run.dag();
  }

  /// Number of the run, counted from 1 in each DAG.
  public long number() {
    return state().number();
  }

  /// Why the run exists: `schedule`, `asset` or `manual`.
  public String trigger() {
    return state().trigger().kind();
  }

  /// Who or what it was: the name of the schedule, or events such as `sales #4 to #6, rates #2`.
  public String origin() {
    return state().trigger().origin();
  }

  /// The slot the run is of; empty for a run of assets or by hand.
  public Optional<Slot> slot() {
    return run.slot();
  }

  /// The events of assets that started it, as `ctx.assetUpdates()` tells its bodies; empty where others did.
  public List<AssetUpdates> assetUpdates() {
    return VirtualDag.updates(state().trigger());
  }

  /// When it was created.
  public Instant createdAt() {
    return Instant.ofEpochMilli(run.start());
  }

  /// Whether it has ended.
  public boolean ended() {
    return state().outcome() != null;
  }

  /// How it stands, or how it ended.
  public DagResult result() {
    return run.result(scheduler.now());
  }

  private RunState state() {
    return run.run();
  }

  /// The run, such as `load/3 schedule SUCCESS`.
  @Override public String toString() {
    return dag() + "/" + number() + " " + trigger() + " " + (ended() ? result().status() : "under way");
  }
}
