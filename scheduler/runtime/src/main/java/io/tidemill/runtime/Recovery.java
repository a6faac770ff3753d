package io.tidemill.runtime;

import io.tidemill.engine.apply.Applier;
import io.tidemill.engine.fact.Fact;
import io.tidemill.engine.graph.CompiledGraphs;
import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.RunState;
import io.tidemill.runtime.codec.CorruptEntryException;
import io.tidemill.runtime.codec.EntryDecoder;
import io.tidemill.runtime.codec.EntryDecoder.FactReader;
import io.tidemill.runtime.codec.SnapshotChunk;
import io.tidemill.runtime.codec.SnapshotDecoder;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the state of a partition of its snapshots and the entries after them.
///
/// A DAG that cannot be recovered is left out, and the others are recovered all the same. Its snapshots stay of the entry they
/// are of, while those of the others move on; [#marks] says so for the next snapshot. Once it is tried again, the journal is read
/// from there for it alone.
public final class Recovery implements Ownership.Reader {
  private final SnapshotDecoder decoder;
  private final PartitionState state;
  private final boolean strict;
  private final Set<Integer> keptApart;
  private final Set<Integer> dags;
  private final CapturedFailures failures = new CapturedFailures();
  private @Nullable CapturedSlots slots;
  private final List<byte[]> chunks = new ArrayList<>();
  /// Of which entry the snapshots of a DAG are, of those that were kept apart while the others went on.
  private final LaggingSnapshots held = new LaggingSnapshots();
  private final Map<Integer, String> leftOut = new LinkedHashMap<>();
  private int partition;
  private int dag;
  private long run;
  private long projected;
  private long last;

  /// A recovery that throws where it meets a DAG that cannot be recovered.
  public Recovery(CompiledGraphs graphs) {
    this(graphs, true, Set.of(), Set.of());
  }

  /// A recovery that leaves out DAGs that cannot be recovered.
  ///
  /// @param keptApart DAGs that are quarantined: those whose snapshots are old are not tried
  /// @param dags all DAGs of the partition: whose facts stand in an entry that is damaged is not known
  Recovery(CompiledGraphs graphs, Set<Integer> keptApart, Set<Integer> dags) {
    this(graphs, false, keptApart, dags);
  }

  private Recovery(CompiledGraphs graphs, boolean strict, Set<Integer> keptApart, Set<Integer> dags) {
    decoder = new SnapshotDecoder(graphs);
    state = new PartitionState(graphs, decoder);
    this.strict = strict;
    this.keptApart = keptApart;
    this.dags = dags;
  }

  @Override public void chunk(RunChunk chunk) {
    partition = chunk.partition();
    if (chunk.dag() != dag || chunk.run() != run) {
      finishRun();
      dag = chunk.dag();
      run = chunk.run();
    }
    if (dag == 0) {
      SnapshotDecoder.restore(chunk.bytes(), state);
    } else if (run == 0) {
      attempt(dag, "its own snapshot", () -> ownChunk(chunk));
    } else {
      chunks.add(chunk.bytes());
    }
  }

  private void ownChunk(RunChunk chunk) {
    if (chunk.chunk() == SnapshotChunk.HELD) {
      Long at = SnapshotDecoder.heldAt(chunk.bytes());
      if (at != null) {
        held.found(dag, at);
        if (keptApart.contains(dag)) {
          leave(dag);
        }
      }
    } else if (SnapshotChunk.holdsAnswers(chunk.chunk())) {
      state.dag(dag).answers().restore(SnapshotDecoder.answers(dag, chunk.bytes()));
    } else {
      DagState owner = state.dag(dag);
      SnapshotDecoder.restore(chunk.bytes(), owner);
      state.arm(owner);
      owner.clean();
    }
  }

  private void finishRun() {
    if (!chunks.isEmpty()) {
      attempt(dag, "the snapshot of its run " + run, () -> {
        RunState restored = decoder.decode(dag, run, chunks);
        restored.clean();
        state.restore(restored);
      });
      chunks.clear();
    }
  }

  @Override public long projected(long sequence) {
    finishRun();
    state.dags().values().forEach(DagState::clean);
    projected = sequence;
    last = sequence;
    return held.first(sequence);
  }

  @Override public void entry(JournalEntry entry) {
    partition = entry.partition();
    last = Math.max(last, entry.sequence());
    try {
      EntryDecoder.decode(entry.facts(), new Folding(entry.sequence()));
    } catch (CorruptEntryException e) {
      if (strict) {
        throw e;
      }
      for (int each : dags) {
        if (wants(each, entry.sequence())) {
          fail(each, "what it may have in the damaged entry " + entry.sequence(), e);
        }
      }
    }
  }

  private boolean wants(int of, long sequence) {
    return !held.isLeft(of) && sequence > held.at(of, projected);
  }

  private void attempt(int of, String place, Runnable work) {
    if (held.isLeft(of)) {
      return;
    }
    try {
      work.run();
    } catch (StoreException e) {
      throw e; // of the moment, and not of the DAG
    } catch (RuntimeException | StackOverflowError e) {
      fail(of, place, e);
    }
  }

  private void fail(int of, String place, Throwable e) {
    if (strict) {
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
    leftOut.put(of, "it cannot be recovered from " + place + " of partition " + partition + ": " + e);
    leave(of);
  }

  private void leave(int of) {
    held.leave(of);
    state.forget(of);
  }

  /// The state.
  public PartitionState state() {
    return state;
  }

  CapturedFailures failures() {
    return failures;
  }

  CapturedSlots slots() {
    CapturedSlots known = slots;
    if (known == null) {
      known = new CapturedSlots(partition);
      slots = known;
    }
    return known;
  }

  /// DAGs that could not be recovered, with where and why.
  Map<Integer, String> leftOut() {
    return leftOut;
  }

  /// What the next snapshot must say of DAGs, so that it is known of which entry their snapshots are.
  Map<Integer, byte[]> marks() {
    return held.marks(projected);
  }

  /// Number of the entry the tables hold.
  public long tables() {
    return projected;
  }

  /// Number of the last entry.
  public long last() {
    return last;
  }

  /// Folds the facts of an entry of those DAGs that want it.
  private final class Folding implements FactReader {
    private final long sequence;

    Folding(long sequence) {
      this.sequence = sequence;
    }

    @Override public void fact(Fact fact, long at) {
      state.sawTime(at);
      if (wants(fact.dag(), sequence)) {
        attempt(fact.dag(), "entry " + sequence, () -> {
          Applier.apply(state, fact, at);
          failures.add(state, fact, at);
          slots().add(fact, at);
        });
      }
    }

    @Override public void unreadable(int of, long at, RuntimeException e) {
      state.sawTime(at);
      if (of == 0) {
        throw e; // of the partition: no DAG can be left out instead
      }
      if (wants(of, sequence)) {
        fail(of, "entry " + sequence, e);
      }
    }
  }
}
