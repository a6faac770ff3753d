package io.tidemill.runtime;

/// Lets go what a partition decided: effects to agents, answers to whoever asked.
///
/// The product knows one way, [EffectDispatcher]. It is an interface so that tests can plant the wrong ones and see the simulation
/// find them.
interface CommitListener {
  /// The facts are on their way to the database, nothing is certain.
  void beforeCommit(PendingCommit pending);

  /// The facts are durable.
  void afterCommit(PendingCommit pending);

  /// Nothing more goes before the next commit.
  void gone();
}
