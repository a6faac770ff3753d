package io.tidemill.runtime;

import io.tidemill.runtime.port.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Finds DAGs, and the partition each belongs to. Safe for use by several threads.
public final class DagDirectory {
  private final Catalog catalog;
  private final int partitions;
  private final Map<Integer, Catalog.Dag> byNumber = new ConcurrentHashMap<>();

  public DagDirectory(Catalog catalog, int partitions) {
    this.catalog = catalog;
    this.partitions = partitions;
  }

  /// The DAG with that id, or null. Asks the catalog, so it sees what others deployed.
  public Catalog.@Nullable Dag find(String id) {
    Catalog.Dag dag = catalog.find(id);
    if (dag != null) {
      byNumber.put(dag.number(), dag);
    }
    return dag;
  }

  /// The DAG with that id, made if there is none.
  public Catalog.Dag findOrCreate(String id) {
    CRC32C hash = new CRC32C();
    hash.update(id.getBytes(StandardCharsets.UTF_8));
    Catalog.Dag dag = catalog.dag(id, (int) (hash.getValue() % partitions));
    byNumber.put(dag.number(), dag);
    return dag;
  }

  /// The DAG with that number. Its active version may be older than the catalog's.
  ///
  /// @throws IllegalStateException if there is none
  public Catalog.Dag byNumber(int number) {
    return byNumber.computeIfAbsent(number, n -> {
      for (Catalog.Dag dag : catalog.actors()) {
        if (dag.number() == n) {
          return dag;
        }
      }
      throw new IllegalStateException("Expected DAG number " + n + " in the catalog, but there is none");
    });
  }
}
