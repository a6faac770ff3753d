package io.tidemill.runtime.port;

import io.tidemill.engine.state.Links;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// DAGs, their versions and the bundles that hold their code. What is written here is durable when the call returns, and
/// repeating a call changes nothing. Each call is one transaction, and writes into the [AuditLog] what it changed for somebody.
public interface Catalog {
  /// The DAG with that id, made if there is none.
  ///
  /// @param partition partition for a new one
  Dag dag(String id, int partition);

  /// The DAG with that id, or null.
  @Nullable Dag find(String id);

  /// All DAGs and assets by their ids.
  List<Dag> actors();

  /// All DAGs by their ids, those too that were only named by another one and never deployed.
  default List<Dag> dags() {
    return actors().stream().filter(each -> !each.isAsset()).toList();
  }

  /// All assets by their ids.
  default List<Dag> assets() {
    return actors().stream().filter(Dag::isAsset).toList();
  }

  /// The bundle with that hash, or null.
  @Nullable Bundle bundle(String hash);

  /// Stores a bundle with versions of its DAGs and makes those active: all of them, or none. A version with the same graph and
  /// bundle is made once; a new one has a number no version of its DAG ever had.
  ///
  /// @return the versions in the order of the list, or null if a DAG had another active version than was expected; nothing was
  ///     done then
  @Nullable List<Version> deploy(Bundle bundle, List<Candidate> candidates, Cause cause);

  /// Stands for no version: a DAG of which none is active is archived.
  int NO_VERSION = 0;

  /// Makes a version active that was made before.
  ///
  /// @param version its number, [#NO_VERSION] for none
  /// @param expected number of the version that must be active now
  /// @return false if another one was, or the version does not exist; nothing was done then
  boolean activate(int dag, int version, int expected, Cause cause);

  /// The version with that number, or null.
  @Nullable Version version(int dag, int version);

  /// What is known of all versions of a DAG without their graphs, newest first. Counts runs as the query tables tell them.
  List<Summary> versions(int dag);

  /// Which versions of a DAG were made active, latest first.
  ///
  /// @param limit most of them
  List<Activation> activations(int dag, int limit);

  /// Deletes a version, and its bundle where no other version of any DAG has it. That it was once active stays recorded.
  ///
  /// Runs that are not in the query tables yet are not seen: the caller makes sure that there are none.
  Purged purge(int dag, int version, RequestOrigin by);

  /// Deletes the bundles that no version has.
  ///
  /// @return how many
  int purgeBundles();

  /// A DAG, or an asset.
  ///
  /// @param number its number in facts and tables, from 1
  /// @param active number of the active version, 0 for none
  record Dag(int number, String id, int partition, int active) {
    /// Whether it is an asset, which has a number and a partition as DAGs have.
    public boolean isAsset() {
      return Links.isAsset(id);
    }
  }

  /// A bundle.
  @SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
  record Bundle(String hash, String name, byte[] content) {}

  /// A version of a DAG.
  record Version(int dag, int number, String bundle, String graphHash, String graphJson, long createdAt) {}

  /// A version that shall be active.
  ///
  /// @param expected number of the version that must be active now, 0 for none, [#ANY] for whichever
  record Candidate(int dag, int expected, String graphHash, String graphJson) {
    /// It does not matter which version is active.
    public static final int ANY = -1;
  }

  /// Why a version is made active.
  ///
  /// @param verb what was asked for, in one word
  /// @param by who asked; of one that was read back only the name
  record Cause(String verb, RequestOrigin by) {
    /// Asked for by somebody of whom no more is known.
    public Cause(String verb, String author) {
      this(verb, RequestOrigin.here(author));
    }

    /// Name of who asked.
    public String author() {
      return by.who();
    }
  }

  /// What is known of a version.
  ///
  /// @param file name of the bundle's file
  /// @param bytes size of the bundle
  /// @param runs recorded runs
  /// @param live those of them that have not ended
  record Summary(int number, String bundle, String file, long bytes, long createdAt, long runs, long live) {}

  /// A version was made active.
  ///
  /// @param previous number of the version that was active before, 0 for none
  /// @param at in milliseconds since 1970
  record Activation(int version, int previous, Cause cause, long at) {}

  /// What became of a purge.
  ///
  /// @param runs recorded runs that name the version
  /// @param live those of them that have not ended
  /// @param bundle whether its bundle went too
  record Purged(Outcome outcome, long runs, long live, boolean bundle) {
    /// What was done.
    public enum Outcome {
      /// It is gone.
      DONE,
      /// There was none with that number.
      UNKNOWN,
      /// It is the active one; nothing was done.
      ACTIVE,
      /// Recorded runs name it; nothing was done.
      IN_USE
    }
  }
}
