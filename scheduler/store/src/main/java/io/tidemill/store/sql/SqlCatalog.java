package io.tidemill.store.sql;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Purged.Outcome;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunStatus;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// DAGs, versions and bundles in their tables.
public final class SqlCatalog implements Catalog {
  private final Pool pool;
  private final Inserts inserts;
  private final InstantSource clock;

  /// @param clock gives the time a version was made
  public SqlCatalog(Pool pool, Inserts inserts, InstantSource clock) {
    this.pool = pool;
    this.inserts = inserts;
    this.clock = clock;
  }

  @Override public Dag dag(String id, int partition) {
    Dag known = find(id);
    if (known != null) {
      return known;
    }
    return pool.changeDurably(handle -> {
      handle.createUpdate(inserts.dag()).bind("id", id).bind("partition", partition).execute();
      return find(handle, id).orElseThrow();
    });
  }

  @Override public @Nullable Dag find(String id) {
    return pool.ask(handle -> find(handle, id)).orElse(null);
  }

  @Override public List<Dag> actors() {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM dag").map((row, _) -> dag(row)).list())
        .stream()
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .toList();
  }

  @Override public @Nullable Bundle bundle(String hash) {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM bundle WHERE hash = :hash")
        .bind("hash", hash)
        .map((row, _) -> new Bundle(hash, Columns.text(row, "name"), Columns.bytes(row, "content")))
        .findOne())
        .orElse(null);
  }

  @Override public @Nullable List<Version> deploy(Bundle bundle, List<Candidate> candidates, Cause cause) {
    try {
      return pool.changeDurably(handle -> {
        store(handle, bundle);
        Map<Integer, Dag> dags = lock(handle, candidates.stream().map(Candidate::dag).toList());
        List<Version> versions = new ArrayList<>();
        for (Candidate candidate : candidates) {
          Dag dag = Objects.requireNonNull(dags.get(candidate.dag()));
          if (candidate.expected() != Candidate.ANY && candidate.expected() != dag.active()) {
            throw new OtherActiveException();
          }
          Version version = version(handle, dag.number(), bundle.hash(), candidate.graphHash())
              .orElseGet(() -> insert(handle, bundle.hash(), candidate));
          makeActive(handle, dag, version.number(), cause);
          versions.add(version);
        }
        return versions;
      });
    } catch (OtherActiveException _) {
      return null;
    }
  }

  /// Stores the bundle if it is missing, and keeps others from deleting it until this transaction ends. Bundles are locked before
  /// DAGs, and DAGs by their numbers, so that nobody waits in a circle.
  private void store(Handle handle, Bundle bundle) {
    do {
      handle.createUpdate(inserts.bundle())
          .bind("hash", bundle.hash())
          .bind("name", bundle.name())
          .bindBinaryStream("content", new ByteArrayInputStream(bundle.content()), bundle.content().length)
          .execute();
    } while (!lockBundle(handle, bundle.hash())); // deleted in between
  }

  private static boolean lockBundle(Handle handle, String hash) {
    return handle.createQuery("SELECT hash FROM bundle WHERE hash = :hash FOR UPDATE")
        .bind("hash", hash)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  private static Map<Integer, Dag> lock(Handle handle, List<Integer> numbers) {
    Map<Integer, Dag> dags = new TreeMap<>();
    for (int number : new TreeSet<>(numbers)) {
      dags.put(number, handle.createQuery("SELECT * FROM dag WHERE number = :dag FOR UPDATE")
          .bind("dag", number)
          .map((row, _) -> dag(row))
          .findOne()
          .orElseThrow(() -> new IllegalArgumentException("Expected a DAG of the catalog, but found number " + number
              + "; make it with dag(id, partition) first")));
    }
    return dags;
  }

  private void makeActive(Handle handle, Dag dag, int version, Cause cause) {
    if (dag.active() == version) {
      return;
    }
    handle.createUpdate("UPDATE dag SET active = :version WHERE number = :dag")
        .bind("version", version)
        .bind("dag", dag.number())
        .execute();
    handle.createUpdate("""
        INSERT INTO version_activation (dag, sequence, version, previous, cause, author, at)
        SELECT :dag, coalesce(max(sequence), 0) + 1, :version, :previous, :cause, :author, :at
        FROM version_activation WHERE dag = :dag
        """)
        .bind("dag", dag.number())
        .bind("version", version)
        .bind("previous", dag.active())
        .bind("cause", cause.verb())
        .bind("author", cause.author())
        .bind("at", clock.millis())
        .execute();
    SqlAuditLog.insert(handle, AuditEntry.ofActivation(clock.millis(), cause, dag.id(), dag.active(), version));
  }

  @Override public boolean activate(int dag, int version, int expected, Cause cause) {
    return pool.changeDurably(handle -> {
      Dag locked = Objects.requireNonNull(lock(handle, List.of(dag)).get(dag));
      boolean fits = locked.active() == expected
          && (version == NO_VERSION || version(handle, dag, version).isPresent());
      if (fits) {
        makeActive(handle, locked, version, cause);
      }
      return fits;
    });
  }

  @Override public @Nullable Version version(int dag, int version) {
    return pool.ask(handle -> version(handle, dag, version)).orElse(null);
  }

  @Override public List<Summary> versions(int dag) {
    List<Summary> summaries = pool.ask(handle -> handle.createQuery("""
        SELECT v.number, v.bundle, b.name, coalesce(octet_length(b.content), 0) AS bytes, v.created_at,
               coalesce(r.runs, 0) AS runs, coalesce(r.live, 0) AS live
        FROM dag_version v
        LEFT JOIN bundle b ON b.hash = v.bundle
        LEFT JOIN (
          SELECT version, count(*) AS runs, sum(CASE WHEN status IN (:running, :cancelling) THEN 1 ELSE 0 END) AS live
          FROM run WHERE dag = :dag GROUP BY version
        ) r ON r.version = v.number
        WHERE v.dag = :dag ORDER BY v.number DESC
        """)
        .bind("dag", dag)
        .bind("running", StatusCode.of(RunStatus.RUNNING))
        .bind("cancelling", StatusCode.of(RunStatus.CANCELLING))
        .map((row, _) -> new Summary(row.getInt("number"), Columns.text(row, "bundle"), Columns.text(row, "name"),
            row.getLong("bytes"), row.getLong("created_at"), row.getLong("runs"), row.getLong("live")))
        .list());
    List<RunsBefore> before = runsBefore(dag);
    return before.isEmpty()
        ? summaries
        : summaries.stream().map(summary -> with(summary, before)).toList();
  }

  /// Runs that were on some versions before the one they are on.
  private record RunsBefore(List<Integer> versions, long runs, long live) {}

  private List<RunsBefore> runsBefore(int dag) {
    return pool.ask(handle -> handle
        .createQuery(
            """
                SELECT versions_before, count(*) AS runs, sum(CASE WHEN status IN (:running, :cancelling) THEN 1 ELSE 0 END) AS live
                FROM run WHERE dag = :dag AND versions_before IS NOT NULL GROUP BY versions_before
                """)
        .bind("dag", dag)
        .bind("running", StatusCode.of(RunStatus.RUNNING))
        .bind("cancelling", StatusCode.of(RunStatus.CANCELLING))
        .map((row, _) -> new RunsBefore(VersionsText.read(row.getString("versions_before")), row.getLong("runs"),
            row.getLong("live")))
        .list());
  }

  private static Summary with(Summary summary, List<RunsBefore> before) {
    long runs = summary.runs();
    long live = summary.live();
    for (RunsBefore each : before) {
      if (each.versions().contains(summary.number())) {
        runs += each.runs();
        live += each.live();
      }
    }
    return new Summary(summary.number(), summary.bundle(), summary.file(), summary.bytes(), summary.createdAt(), runs,
        live);
  }

  @Override public List<Activation> activations(int dag, int limit) {
    return pool.ask(handle -> handle
        .createQuery("SELECT * FROM version_activation WHERE dag = :dag ORDER BY sequence DESC LIMIT :limit")
        .bind("dag", dag)
        .bind("limit", limit)
        .map((row, _) -> new Activation(row.getInt("version"), row.getInt("previous"),
            new Cause(Columns.text(row, "cause"), Columns.text(row, "author")), row.getLong("at")))
        .list());
  }

  @Override public Purged purge(int dag, int version, RequestOrigin by) {
    return pool.changeDurably(handle -> {
      Version old = version(handle, dag, version).orElse(null);
      if (old == null) {
        return new Purged(Outcome.UNKNOWN, 0, 0, false);
      }
      lockBundle(handle, old.bundle());
      Dag locked = Objects.requireNonNull(lock(handle, List.of(dag)).get(dag));
      if (locked.active() == version) {
        return new Purged(Outcome.ACTIVE, 0, 0, false);
      }
      long runs = runs(handle, dag, version, "");
      if (runs > 0) {
        return new Purged(Outcome.IN_USE, runs, runs(handle, dag, version, " AND status IN (:running, :cancelling)"),
            false);
      }
      handle.createUpdate("DELETE FROM dag_version WHERE dag = :dag AND number = :number")
          .bind("dag", dag)
          .bind("number", version)
          .execute();
      boolean bundle = handle
          .createUpdate(
              "DELETE FROM bundle WHERE hash = :hash AND NOT EXISTS (SELECT 1 FROM dag_version v WHERE v.bundle = :hash)")
          .bind("hash", old.bundle())
          .execute() > 0;
      SqlAuditLog.insert(handle, AuditEntry.ofPurge(clock.millis(), by, locked.id(), old));
      return new Purged(Outcome.DONE, 0, 0, bundle);
    });
  }

  private static long runs(Handle handle, int dag, int version, String only) {
    var query = handle
        .createQuery(
            "SELECT count(*) FROM run WHERE dag = :dag AND (version = :version OR versions_before LIKE :before)" + only)
        .bind("dag", dag)
        .bind("version", version)
        .bind("before", "%," + version + ",%");
    if (!only.isEmpty()) {
      query.bind("running", StatusCode.of(RunStatus.RUNNING)).bind("cancelling", StatusCode.of(RunStatus.CANCELLING));
    }
    return query.mapTo(Long.class).one();
  }

  @Override public int purgeBundles() {
    List<String> unused = pool.ask(handle -> handle
        .createQuery("SELECT hash FROM bundle b WHERE NOT EXISTS (SELECT 1 FROM dag_version v WHERE v.bundle = b.hash)")
        .mapTo(String.class)
        .list());
    int deleted = 0;
    for (String hash : unused) {
      deleted += pool.changeDurably(handle -> {
        lockBundle(handle, hash);
        return handle
            .createUpdate(
                "DELETE FROM bundle WHERE hash = :hash AND NOT EXISTS (SELECT 1 FROM dag_version v WHERE v.bundle = :hash)")
            .bind("hash", hash)
            .execute();
      });
    }
    return deleted;
  }

  private Version insert(Handle handle, String bundle, Candidate candidate) {
    int dag = candidate.dag();
    int number = handle.createQuery("""
        SELECT greatest(
          (SELECT coalesce(max(number), 0) FROM dag_version WHERE dag = :dag),
          (SELECT coalesce(max(version), 0) FROM version_activation WHERE dag = :dag)) + 1
        """)
        .bind("dag", dag)
        .mapTo(Integer.class)
        .one();
    Version version = new Version(dag, number, bundle, candidate.graphHash(), candidate.graphJson(), clock.millis());
    handle.createUpdate("""
        INSERT INTO dag_version (dag, number, bundle, graph_hash, graph_json, created_at)
        VALUES (:dag, :number, :bundle, :graphHash, :graphJson, :createdAt)
        """)
        .bind("dag", dag)
        .bind("number", number)
        .bind("bundle", bundle)
        .bind("graphHash", version.graphHash())
        .bind("graphJson", new StringReader(version.graphJson()), version.graphJson().length())
        .bind("createdAt", version.createdAt())
        .execute();
    return version;
  }

  private static Optional<Version> version(Handle handle, int dag, int version) {
    return handle.createQuery("SELECT * FROM dag_version WHERE dag = :dag AND number = :number")
        .bind("dag", dag)
        .bind("number", version)
        .map((row, _) -> version(row))
        .findOne();
  }

  private static Optional<Version> version(Handle handle, int dag, String bundle, String graphHash) {
    return handle
        .createQuery("SELECT * FROM dag_version WHERE dag = :dag AND bundle = :bundle AND graph_hash = :graphHash")
        .bind("dag", dag)
        .bind("bundle", bundle)
        .bind("graphHash", graphHash)
        .map((row, _) -> version(row))
        .findOne();
  }

  private static Optional<Dag> find(Handle handle, String id) {
    return handle.createQuery("SELECT * FROM dag WHERE id = :id").bind("id", id).map((row, _) -> dag(row)).findOne();
  }

  private static Dag dag(ResultSet row) throws SQLException {
    return new Dag(row.getInt("number"), Columns.text(row, "id"), row.getInt("partition"), row.getInt("active"));
  }

  private static Version version(ResultSet row) throws SQLException {
    return new Version(row.getInt("dag"), row.getInt("number"), Columns.text(row, "bundle"),
        Columns.text(row, "graph_hash"), Columns.longText(row, "graph_json"), row.getLong("created_at"));
  }

  /// Another version is active than the caller expected; the transaction is rolled back.
  private static final class OtherActiveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherActiveException() {
      super(null, null, false, false);
    }
  }

  /// Statements that insert, or do nothing where the row is there already.
  ///
  /// @param dag binds id and partition
  /// @param bundle binds hash, name and content
  public record Inserts(String dag, String bundle) {}
}
