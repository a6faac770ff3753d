package io.tidemill.runtime;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.graph.CompiledGraphs;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.CommandReceived;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.CreateRun;
import io.tidemill.engine.input.Input;
import io.tidemill.engine.input.MarkTask;
import io.tidemill.engine.input.PauseBackfill;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.RecordAssetEvent;
import io.tidemill.engine.input.Rerun;
import io.tidemill.engine.input.ResumeBackfill;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.runtime.port.Catalog;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Compiled graphs of versions, read from the catalog when they are used first. Safe for use by several threads.
///
/// The last [#MOST] that were used are kept at least, and twice as many at most: those that were not used since so many others were are
/// forgotten. Runs that are active have theirs, whatever is kept here.
public final class CompiledGraphCache implements CompiledGraphs {
  /// Graphs that are kept for certain.
  static final int MOST = 10_000;

  private final Catalog catalog;
  private final int most;
  private volatile Map<VersionKey, CompiledGraph> young = new ConcurrentHashMap<>();
  private volatile Map<VersionKey, CompiledGraph> old = Map.of();
  private final Set<VersionKey> retired = ConcurrentHashMap.newKeySet();

  public CompiledGraphCache(Catalog catalog) {
    this(catalog, MOST);
  }

  CompiledGraphCache(Catalog catalog, int most) {
    this.catalog = catalog;
    this.most = most;
  }

  @Override public CompiledGraph compiled(int dag, int version) {
    VersionKey key = new VersionKey(dag, version);
    CompiledGraph known = young.get(key);
    return known != null ? known : keep(key, old.get(key));
  }

  private CompiledGraph keep(VersionKey key, @Nullable CompiledGraph known) {
    CompiledGraph graph = young.computeIfAbsent(key, _ -> known != null ? known : read(key));
    if (young.size() >= most) {
      age();
    }
    return graph;
  }

  private synchronized void age() {
    if (young.size() >= most) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  private CompiledGraph read(VersionKey key) {
    Catalog.Version stored = catalog.version(key.dag(), key.version());
    if (stored == null) {
      throw new IllegalStateException("Expected version " + key.version() + " of DAG " + key.dag()
          + " in the catalog, but there is none; restore the database from a backup");
    }
    Graph graph = GraphReader.read(stored.graphJson());
    return CompiledGraph.of(key.version(), stored.bundle(), graph);
  }

  /// Reads versions that are not kept, so that nobody waits for the store when they are used. Blocks.
  ///
  /// @throws io.tidemill.runtime.port.StoreException if the store did not answer
  void load(Collection<VersionKey> versions) {
    for (VersionKey each : versions) {
      compiled(each.dag(), each.version());
    }
  }

  /// No run is created on a version any more. Numbers of versions are never used again, so this may be so for ever.
  void retire(int dag, int version) {
    retired.add(new VersionKey(dag, version));
  }

  /// Takes back [#retire].
  void reinstate(int dag, int version) {
    retired.remove(new VersionKey(dag, version));
  }

  /// Whether an input would create a run on a retired version, or bring one to it.
  boolean refuses(Input input) {
    return input instanceof CommandReceived received && switch (received.command()) {
      case CreateRun create -> retired.contains(new VersionKey(create.dag(), create.version()));
      case Rerun rerun -> retired.contains(new VersionKey(rerun.dag(), rerun.version()));
      case RecordAssetEvent _ -> false;
      case CancelRun _,MarkTask _,PauseSchedules _,ResumeSchedules _ -> false;
      // Its runs are of the version that is active when they are created.
      case CreateBackfill _,PauseBackfill _,ResumeBackfill _,CancelBackfill _ -> false;
    };
  }

  /// Names a version of a DAG.
  record VersionKey(int dag, int version) {}
}
