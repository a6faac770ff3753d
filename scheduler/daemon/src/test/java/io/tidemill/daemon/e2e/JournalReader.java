package io.tidemill.daemon.e2e;

import io.tidemill.engine.state.DagState;
import io.tidemill.engine.state.RunState;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.ShardTable;
import io.tidemill.runtime.CompiledGraphCache;
import io.tidemill.runtime.Recovery;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.Store;
import io.tidemill.store.Stores;
import io.tidemill.store.config.EmbeddedConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the journal of a database that nobody has open says is finished.
final class JournalReader {
  private JournalReader() {}

  /// Finished shards as `dag/run#index`.
  static Set<String> finishedShards(Path data) {
    Set<String> finished = new HashSet<>();
    try (Store store = Stores.open(EmbeddedConfig.in(data))) {
      CompiledGraphCache graphs = new CompiledGraphCache(store.catalog());
      Map<Integer, String> ids = new HashMap<>();
      for (Catalog.Dag dag : store.catalog().dags()) {
        ids.put(dag.number(), dag.id());
      }
      for (int partition = 0; partition < store.partitions(); partition++) {
        Recovery recovery = new Recovery(graphs);
        recovery.projected(0);
        List<JournalEntry> entries = store.journal().entries(partition, 0, 1_000);
        while (!entries.isEmpty()) {
          entries.forEach(recovery::entry);
          entries = store.journal().entries(partition, entries.getLast().sequence(), 1_000);
        }
        for (DagState dag : recovery.state().dags().values()) {
          dag.runs().values().forEach(run -> add(ids.get(dag.number()), run, finished));
        }
      }
    }
    return finished;
  }

  private static void add(String dag, RunState run, Set<String> finished) {
    for (int task = 0; task < run.compiled().size(); task++) {
      ShardTable table = run.table(task);
      for (int shard = 0; table != null && shard < table.size(); shard++) {
        if (table.state(shard) == ShardState.SUCCESS) {
          finished.add(dag + "/" + run.number() + "#" + shard);
        }
      }
    }
  }
}
