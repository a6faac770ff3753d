package io.tidemill.runtime.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// DAGs, their versions and the bundles that hold their code. What is written here is durable when the call returns, and
/// repeating a call changes nothing.
public interface Catalog {
  /// The DAG with that id, made if there is none.
  ///
  /// @param partition partition for a new one
  Dag dag(String id, int partition);

  /// The DAG with that id, or null.
  @Nullable Dag find(String id);

  /// All DAGs by their ids.
  List<Dag> dags();

  /// Stores a bundle.
  void storeBundle(String hash, String name, byte[] content);

  /// The bundle with that hash, or null.
  @Nullable Bundle bundle(String hash);

  /// The version of a DAG with that graph and bundle, made (with the next number) if there is none, and made the active one.
  Version activate(int dag, String bundle, String graphHash, String graphJson);

  /// The version with that number, or null.
  @Nullable Version version(int dag, int version);

  /// A DAG.
  ///
  /// @param number its number in facts and tables, from 1
  /// @param active number of the active version, 0 for none
  record Dag(int number, String id, int partition, int active) {}

  /// A bundle.
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Bundle(String hash, String name, byte[] content) {}

  /// A version of a DAG.
  record Version(int dag, int number, String bundle, String graphHash, String graphJson, long createdAt) {}
}
