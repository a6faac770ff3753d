package io.tidemill.runtime;

import io.tidemill.engine.apply.Applier;
import io.tidemill.engine.apply.FailedOn;
import io.tidemill.engine.fact.AttemptFailed;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.fact.ShardFailed;
import io.tidemill.engine.plan.Plans;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.runtime.codec.EntryDecoder;
import io.tidemill.runtime.codec.SnapshotDecoder;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.RunChunk;
import java.util.ArrayList;
import java.util.List;

/// Makes the state of a partition of its snapshots and the entries after them.
public final class Recovery implements Ownership.Reader {
  private final SnapshotDecoder decoder;
  private final PartitionState state;
  private final CapturedFailures failures = new CapturedFailures();
  private final List<byte[]> chunks = new ArrayList<>();
  private int dag;
  private long run;
  private long projected;
  private long last;

  public Recovery(Plans plans) {
    decoder = new SnapshotDecoder(plans);
    state = new PartitionState(plans, decoder);
  }

  @Override public void chunk(RunChunk chunk) {
    if (chunk.dag() != dag || chunk.run() != run) {
      finishRun();
      dag = chunk.dag();
      run = chunk.run();
    }
    if (dag == 0) {
      state.sawTime(SnapshotDecoder.lastTime(chunk.bytes()));
    } else if (run == 0) {
      DagState owner = state.dag(dag);
      owner.sawRun(SnapshotDecoder.lastRun(chunk.bytes()));
      owner.clean();
    } else {
      chunks.add(chunk.bytes());
    }
  }

  private void finishRun() {
    if (!chunks.isEmpty()) {
      RunState restored = decoder.decode(dag, run, chunks);
      restored.clean();
      state.restore(restored);
      chunks.clear();
    }
  }

  @Override public void projected(long sequence) {
    finishRun();
    state.dags().values().forEach(DagState::clean);
    projected = sequence;
    last = sequence;
  }

  @Override public void entry(JournalEntry entry) {
    last = entry.sequence();
    EntryDecoder.decode(entry.facts(), (fact, at) -> {
      long agent = switch (fact) {
        case AttemptFailed failed -> FailedOn.agent(state, failed);
        case ShardFailed failed -> FailedOn.agent(state, failed);
        case Fact _ -> 0;
      };
      Applier.apply(state, fact, at);
      failures.add(state, fact, agent, at);
    });
  }

  /// The state.
  public PartitionState state() {
    return state;
  }

  CapturedFailures failures() {
    return failures;
  }

  /// Number of the entry the tables hold.
  public long tables() {
    return projected;
  }

  /// Number of the last entry.
  public long last() {
    return last;
  }
}
