package io.tidemill.store.memory;

import io.tidemill.runtime.port.Catalog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The catalog in memory.
final class MemoryCatalog implements Catalog {
  private final InstantSource clock;
  private final List<Dag> dags = new ArrayList<>();
  private final Map<String, Bundle> bundles = new HashMap<>();
  private final Map<Integer, List<Version>> versions = new HashMap<>();

  MemoryCatalog(InstantSource clock) {
    this.clock = clock;
  }

  @Override public synchronized Dag dag(String id, int partition) {
    Dag known = find(id);
    if (known != null) {
      return known;
    }
    Dag dag = new Dag(dags.size() + 1, id, partition, 0);
    dags.add(dag);
    return dag;
  }

  @Override public synchronized @Nullable Dag find(String id) {
    return dags.stream().filter(dag -> dag.id().equals(id)).findFirst().orElse(null);
  }

  @Override public synchronized List<Dag> dags() {
    return dags.stream().sorted(Comparator.comparing(Dag::id)).toList();
  }

  @Override public synchronized void storeBundle(String hash, String name, byte[] content) {
    bundles.putIfAbsent(hash, new Bundle(hash, name, content.clone()));
  }

  @Override public synchronized @Nullable Bundle bundle(String hash) {
    return bundles.get(hash);
  }

  @Override public synchronized Version activate(int dag, String bundle, String graphHash, String graphJson) {
    if (dag < 1 || dag > dags.size()) {
      throw new IllegalArgumentException(
          "Expected a DAG of the catalog, but found number " + dag + "; make it with dag(id, partition) first");
    }
    List<Version> known = versions.computeIfAbsent(dag, _ -> new ArrayList<>());
    Version version = known.stream()
        .filter(v -> v.bundle().equals(bundle) && v.graphHash().equals(graphHash))
        .findFirst()
        .orElse(null);
    if (version == null) {
      version = new Version(dag, known.size() + 1, bundle, graphHash, graphJson, clock.millis());
      known.add(version);
    }
    Dag old = dags.get(dag - 1);
    dags.set(dag - 1, new Dag(dag, old.id(), old.partition(), version.number()));
    return version;
  }

  @Override public synchronized @Nullable Version version(int dag, int version) {
    List<Version> known = versions.getOrDefault(dag, List.of());
    return version < 1 || version > known.size() ? null : known.get(version - 1);
  }
}
