package io.tidemill.store.sql;

import io.tidemill.runtime.port.Catalog;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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

  @Override public List<Dag> dags() {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM dag").map((row, _) -> dag(row)).list())
        .stream()
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .toList();
  }

  @Override public void storeBundle(String hash, String name, byte[] content) {
    pool.changeDurably(handle -> handle.createUpdate(inserts.bundle())
        .bind("hash", hash)
        .bind("name", name)
        .bindBinaryStream("content", new ByteArrayInputStream(content), content.length)
        .execute());
  }

  @Override public @Nullable Bundle bundle(String hash) {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM bundle WHERE hash = :hash")
        .bind("hash", hash)
        .map((row, _) -> new Bundle(hash, Columns.text(row, "name"), Columns.bytes(row, "content")))
        .findOne())
        .orElse(null);
  }

  @Override public Version activate(int dag, String bundle, String graphHash, String graphJson) {
    return pool.changeDurably(handle -> {
      if (handle.createQuery("SELECT number FROM dag WHERE number = :dag FOR UPDATE")
          .bind("dag", dag)
          .mapTo(Integer.class)
          .findOne()
          .isEmpty()) {
        throw new IllegalArgumentException(
            "Expected a DAG of the catalog, but found number " + dag + "; make it with dag(id, partition) first");
      }
      Version version = version(handle, dag, bundle, graphHash)
          .orElseGet(() -> insert(handle, dag, bundle, graphHash, graphJson));
      handle.createUpdate("UPDATE dag SET active = :version WHERE number = :dag AND active <> :version")
          .bind("version", version.number())
          .bind("dag", dag)
          .execute();
      return version;
    });
  }

  @Override public @Nullable Version version(int dag, int version) {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM dag_version WHERE dag = :dag AND number = :number")
        .bind("dag", dag)
        .bind("number", version)
        .map((row, _) -> version(row))
        .findOne()).orElse(null);
  }

  private Version insert(Handle handle, int dag, String bundle, String graphHash, String graphJson) {
    int number = handle.createQuery("SELECT coalesce(max(number), 0) + 1 FROM dag_version WHERE dag = :dag")
        .bind("dag", dag)
        .mapTo(Integer.class)
        .one();
    Version version = new Version(dag, number, bundle, graphHash, graphJson, clock.millis());
    handle.createUpdate("""
        INSERT INTO dag_version (dag, number, bundle, graph_hash, graph_json, created_at)
        VALUES (:dag, :number, :bundle, :graphHash, :graphJson, :createdAt)
        """)
        .bind("dag", dag)
        .bind("number", number)
        .bind("bundle", bundle)
        .bind("graphHash", graphHash)
        .bind("graphJson", new StringReader(graphJson), graphJson.length())
        .bind("createdAt", version.createdAt())
        .execute();
    return version;
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

  /// Statements that insert, or do nothing where the row is there already.
  ///
  /// @param dag binds id and partition
  /// @param bundle binds hash, name and content
  public record Inserts(String dag, String bundle) {}
}
