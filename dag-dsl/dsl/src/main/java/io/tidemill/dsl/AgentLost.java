package io.tidemill.dsl;

/// What becomes of an attempt whose agent nobody hears of any more. Silence does not tell a dead agent from one that is only
/// cut off and works on.
///
/// ```java
/// d.task("move-money").onAgentLost(AgentLost.WAIT).exec(ctx -> ctx.log().info("fence {}", ctx.fence()));
/// ```
public enum AgentLost {
  /// The attempt is LOST after 45 s of silence, and another follows elsewhere. An agent that is cut off stops the body before that,
  /// so both run at a time only if its whole process was frozen.
  RETRY,
  /// The attempt goes on, and no other follows until it ended or its process is known to be gone. Rules overlap out, at the price
  /// that the task waits for as long as the agent is away.
  WAIT
}
