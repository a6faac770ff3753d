package io.tidemill.console.view;

import java.util.List;

/// What can be asked and ordered about agents. All methods block; all may be called by any thread.
///
/// Every method throws [RefusedException] where the request cannot be done; nothing is done then.
public interface AgentOperations {
  /// All agents by their names.
  List<AgentView> agents();

  /// Forgets an agent: its session is cut, and its credential opens no other.
  void remove(String name);

  /// Declares an agent gone for good that is away: what it had is lost and starts elsewhere, also what waits for its agent.
  AgentLostView lost(String name);

  /// Makes a token with which one agent may join once. The answer is the only one that ever shows it.
  TokenCreated createToken(TokenRequest request);

  /// Tokens that were made and have not been removed, newest first.
  List<TokenView> tokens();

  /// Takes a token back. An agent that joined with it stays.
  void revokeToken(String id);
}
