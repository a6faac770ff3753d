package io.tidemill.engine.state;

/// Shards given to an agent together.
public final class ShardAssignment {
  private final long nonce;
  private final long agent;
  private final long at;
  int open;

  /// @param nonce random number of the assignment; reports of its shards carry it
  /// @param agent incarnation of the agent
  /// @param at when it was assigned, in milliseconds since 1970
  public ShardAssignment(long nonce, long agent, long at) {
    this.nonce = nonce;
    this.agent = agent;
    this.at = at;
  }

  /// Random number of the assignment.
  public long nonce() {
    return nonce;
  }

  /// Incarnation of the agent.
  public long agent() {
    return agent;
  }

  /// When it was assigned, in milliseconds since 1970.
  public long at() {
    return at;
  }

  /// Shards of it that have not ended.
  public int open() {
    return open;
  }
}
