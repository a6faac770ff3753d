package io.tidemill.runtime.port;

/// Everything a scheduler keeps, behind its ports.
public interface Store extends AutoCloseable {
  /// Number of partitions, fixed when the database was created.
  int partitions();

  /// Facts, and the fence before them.
  Journal journal();

  /// Who owns which partition, and what a new owner must read.
  Ownership ownership();

  /// Snapshots and query tables, written behind the journal.
  Projections projections();

  /// DAGs, their versions and the bundles that hold their code.
  Catalog catalog();

  /// Stored values.
  Values values();

  /// Logs of attempts.
  Logs logs();

  /// DAGs about which deciding failed.
  Quarantines quarantines();

  /// Questions people ask.
  Queries queries();

  /// Agents that may open sessions, and tokens for new ones.
  AgentStore agents();

  /// Who changed what.
  AuditLog audit();

  /// Tokens with which people and programs use the API.
  AccessTokenStore accessTokens();

  @Override void close();
}
