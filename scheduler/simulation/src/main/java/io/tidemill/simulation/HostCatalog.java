package io.tidemill.simulation;

import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.RequestOrigin;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The catalog as one scheduler reaches it.
///
/// @param beforeVersion told of which DAG a version is read
record HostCatalog(Catalog right, IntConsumer beforeVersion) implements Catalog {
  @Override public Dag dag(String id, int partition) {
    return right.dag(id, partition);
  }

  @Override public @Nullable Dag find(String id) {
    return right.find(id);
  }

  @Override public List<Dag> actors() {
    return right.actors();
  }

  @Override public @Nullable Bundle bundle(String hash) {
    return right.bundle(hash);
  }

  @Override public @Nullable List<Version> deploy(Bundle bundle, List<Candidate> candidates, Cause cause) {
    return right.deploy(bundle, candidates, cause);
  }

  @Override public boolean activate(int dag, int version, int expected, Cause cause) {
    return right.activate(dag, version, expected, cause);
  }

  @Override public @Nullable Version version(int dag, int version) {
    beforeVersion.accept(dag);
    return right.version(dag, version);
  }

  @Override public List<Summary> versions(int dag) {
    return right.versions(dag);
  }

  @Override public List<Activation> activations(int dag, int limit) {
    return right.activations(dag, limit);
  }

  @Override public Purged purge(int dag, int version, RequestOrigin by) {
    return right.purge(dag, version, by);
  }

  @Override public int purgeBundles() {
    return right.purgeBundles();
  }
}
