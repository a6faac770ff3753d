package io.tidemill.store.sql;

import io.tidemill.runtime.port.AccessTokenStore;
import io.tidemill.runtime.port.AuditEntry;
import java.util.List;

/// Access tokens in their table.
public final class SqlAccessTokens implements AccessTokenStore {
  private final Pool pool;

  public SqlAccessTokens(Pool pool) {
    this.pool = pool;
  }

  @Override public void add(AccessToken token, AuditEntry audit) {
    pool.changeDurably(handle -> {
      boolean known = handle.createQuery("SELECT id FROM access_token WHERE id = :id")
          .bind("id", token.id())
          .mapTo(String.class)
          .findOne()
          .isPresent();
      if (known) {
        throw new IllegalArgumentException("Expected a new token, but " + token.id() + " is stored already");
      }
      SqlAuditLog.insert(handle, audit);
      return handle.createUpdate("""
          INSERT INTO access_token (id, hash, name, role, created_at, expires_at)
          VALUES (:id, :hash, :name, :role, :createdAt, :expiresAt)
          """)
          .bind("id", token.id())
          .bind("hash", token.hash())
          .bind("name", token.name())
          .bind("role", token.role())
          .bind("createdAt", token.createdAt())
          .bind("expiresAt", token.expiresAt())
          .execute();
    });
  }

  @Override public List<AccessToken> tokens() {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM access_token ORDER BY created_at DESC, id")
        .map((row, _) -> new AccessToken(Columns.text(row, "id"), Columns.text(row, "hash"), Columns.text(row, "name"),
            Columns.text(row, "role"), row.getLong("created_at"), row.getLong("expires_at")))
        .list());
  }

  @Override public boolean remove(String id, AuditEntry audit) {
    return pool.changeDurably(handle -> {
      boolean known = handle.createUpdate("DELETE FROM access_token WHERE id = :id").bind("id", id).execute() > 0;
      if (known) {
        SqlAuditLog.insert(handle, audit);
      }
      return known;
    });
  }

  @Override public void removeEnded(long before) {
    pool.change(handle -> handle.createUpdate("DELETE FROM access_token WHERE expires_at < :before")
        .bind("before", before)
        .execute());
  }
}
