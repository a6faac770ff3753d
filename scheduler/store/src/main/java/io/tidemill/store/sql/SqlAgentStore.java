package io.tidemill.store.sql;

import io.tidemill.runtime.port.AgentStore;
import io.tidemill.runtime.port.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Agents and join tokens in their tables.
public final class SqlAgentStore implements AgentStore {
  /// The time of the database in milliseconds.
  private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS bigint)";

  private final Pool pool;

  public SqlAgentStore(Pool pool) {
    this.pool = pool;
  }

  @Override public List<Agent> agents() {
    return pool
        .ask(handle -> handle.createQuery("SELECT * FROM agent ORDER BY name").map((row, _) -> agent(row)).list());
  }

  @Override public @Nullable Agent find(String name) {
    return pool.ask(handle -> find(handle, name)).orElse(null);
  }

  @Override public Joining join(String tokenHash, Agent agent, long now, AuditEntry audit) {
    return pool.changeDurably(handle -> {
      JoinToken token = handle.createQuery("SELECT * FROM join_token WHERE hash = :hash FOR UPDATE")
          .bind("hash", tokenHash)
          .map((row, _) -> token(row))
          .findOne()
          .orElse(null);
      Agent known = find(handle, agent.name()).orElse(null);
      Joining joining = Joining.of(token, known, agent, now);
      if (joining == Joining.JOINED && known == null) {
        handle.createUpdate("UPDATE join_token SET used_by = :name WHERE hash = :hash")
            .bind("name", agent.name())
            .bind("hash", tokenHash)
            .execute();
        insert(handle, agent);
        SqlAuditLog.insert(handle, audit);
      }
      return joining;
    });
  }

  @Override public void add(Agent agent) {
    pool.changeDurably(handle -> {
      if (find(handle, agent.name()).isEmpty()) {
        insert(handle, agent);
      }
      return agent.name();
    });
  }

  private static void insert(Handle handle, Agent agent) {
    handle.createUpdate("""
        INSERT INTO agent (name, credential_hash, slots, labels, queues, first_seen, last_heard)
        VALUES (:name, :credentialHash, :slots, :labels, :queues, :firstSeen, :lastHeard)
        """)
        .bind("name", agent.name())
        .bind("credentialHash", agent.credentialHash())
        .bind("slots", agent.slots())
        .bind("labels", String.join(",", agent.labels()))
        .bind("queues", String.join(",", agent.queues()))
        .bind("firstSeen", agent.firstSeen())
        .bind("lastHeard", agent.lastHeard() == 0 ? null : (Long) agent.lastHeard())
        .execute();
  }

  @Override public boolean remove(String name, AuditEntry audit) {
    return pool.changeDurably(handle -> {
      boolean known = handle.createUpdate("DELETE FROM agent WHERE name = :name").bind("name", name).execute() > 0;
      if (known) {
        SqlAuditLog.insert(handle, audit);
      }
      return known;
    });
  }

  @Override public void heard(Collection<Heard> heard) {
    if (heard.isEmpty()) {
      return;
    }
    pool.change(handle -> {
      try (PreparedBatch batch = handle.prepareBatch(
          """
              UPDATE agent SET slots = :slots, labels = :labels, queues = :queues, last_heard = :lastHeard WHERE name = :name
              """)) {
        heard.stream()
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .forEach(each -> batch.bind("name", each.name())
                .bind("slots", each.slots())
                .bind("labels", String.join(",", each.labels()))
                .bind("queues", String.join(",", each.queues()))
                .bind("lastHeard", each.lastHeard())
                .add());
        return batch.execute();
      }
    });
  }

  @Override public void seen(Collection<Incarnation> processes) {
    pool.changeDurably(handle -> {
      for (Incarnation each : processes) {
        handle.createUpdate("DELETE FROM agent_process WHERE incarnation = :incarnation")
            .bind("incarnation", each.incarnation())
            .execute();
        handle.createUpdate("INSERT INTO agent_process (incarnation, name) VALUES (:incarnation, :name)")
            .bind("incarnation", each.incarnation())
            .bind("name", each.name())
            .execute();
        handle.createUpdate("""
            DELETE FROM agent_process WHERE name = :name AND number <= (SELECT number FROM agent_process
              WHERE name = :name ORDER BY number DESC OFFSET :kept ROWS FETCH FIRST 1 ROWS ONLY)
            """).bind("name", each.name()).bind("kept", INCARNATIONS).execute();
      }
      return processes.size();
    });
  }

  @Override public void heardProcesses(String scheduler, Map<Long, Long> millisAgo) {
    pool.change(handle -> {
      handle.createUpdate("DELETE FROM agent_heard WHERE node = :node OR heard_at < " + NOW + " - :kept")
          .bind("node", scheduler)
          .bind("kept", HEARD_KEPT.toMillis())
          .execute();
      if (millisAgo.isEmpty()) {
        return 0;
      }
      try (PreparedBatch batch = handle.prepareBatch(
          "INSERT INTO agent_heard (incarnation, node, heard_at) VALUES (:incarnation, :node, " + NOW + " - :ago)")) {
        millisAgo.forEach((incarnation, ago) -> batch.bind("incarnation", incarnation)
            .bind("node", scheduler)
            .bind("ago", ago)
            .add());
        return batch.execute().length;
      }
    });
  }

  @Override public Map<Long, Long> heardByOthers(String scheduler) {
    return pool.ask(handle -> {
      Map<Long, Long> ago = new HashMap<>();
      handle
          .createQuery("SELECT incarnation, min(" + NOW + " - heard_at) AS ago FROM agent_heard"
              + " WHERE node <> :node GROUP BY incarnation")
          .bind("node", scheduler)
          .map((row, _) -> ago.put(row.getLong("incarnation"), row.getLong("ago")))
          .list();
      return ago;
    });
  }

  @Override public List<Incarnation> incarnations() {
    return pool.ask(handle -> handle.createQuery("SELECT incarnation, name FROM agent_process ORDER BY number")
        .map((row, _) -> new Incarnation(row.getLong("incarnation"), Columns.text(row, "name")))
        .list());
  }

  @Override public void addToken(JoinToken token, AuditEntry audit) {
    pool.changeDurably(handle -> {
      SqlAuditLog.insert(handle, audit);
      return handle.createUpdate("""
          INSERT INTO join_token (id, hash, name, created_at, expires_at, used_by)
          VALUES (:id, :hash, :name, :createdAt, :expiresAt, :usedBy)
          """)
          .bind("id", token.id())
          .bind("hash", token.hash())
          .bind("name", token.name())
          .bind("createdAt", token.createdAt())
          .bind("expiresAt", token.expiresAt())
          .bind("usedBy", token.usedBy())
          .execute();
    });
  }

  @Override public List<JoinToken> tokens() {
    return pool.ask(handle -> handle.createQuery("SELECT * FROM join_token ORDER BY created_at DESC, id")
        .map((row, _) -> token(row))
        .list());
  }

  @Override public boolean removeToken(String id, AuditEntry audit) {
    return pool.changeDurably(handle -> {
      boolean known = handle.createUpdate("DELETE FROM join_token WHERE id = :id").bind("id", id).execute() > 0;
      if (known) {
        SqlAuditLog.insert(handle, audit);
      }
      return known;
    });
  }

  @Override public void removeTokens(long endedBefore) {
    pool.change(handle -> handle.createUpdate("DELETE FROM join_token WHERE expires_at < :endedBefore")
        .bind("endedBefore", endedBefore)
        .execute());
  }

  private static Optional<Agent> find(Handle handle, String name) {
    return handle.createQuery("SELECT * FROM agent WHERE name = :name")
        .bind("name", name)
        .map((row, _) -> agent(row))
        .findOne();
  }

  private static Agent agent(ResultSet row) throws SQLException {
    return new Agent(Columns.text(row, "name"), Columns.text(row, "credential_hash"), row.getInt("slots"),
        words(Columns.text(row, "labels")), words(Columns.text(row, "queues")), row.getLong("first_seen"),
        row.getLong("last_heard"));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  private static JoinToken token(ResultSet row) throws SQLException {
    return new JoinToken(Columns.text(row, "id"), Columns.text(row, "hash"), row.getString("name"),
        row.getLong("created_at"), row.getLong("expires_at"), row.getString("used_by"));
  }
}
