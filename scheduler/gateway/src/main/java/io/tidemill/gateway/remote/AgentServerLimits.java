package io.tidemill.gateway.remote;

import java.time.Duration;

/// Limits of the listener for agents.
///
/// @param outboundBytes approximate maximum size of messages waiting for one agent that does not read; beyond it the session is
///     closed, and everything is sent again when the agent returns. Default 64 MiB
/// @param inboundBytes maximum size of one message in parts, and approximate maximum size of one agent's reports waiting for the
///     partitions; beyond it the session is closed. Default 128 MiB
/// @param readers threads that read values and bundles and store logs for agents. Default 4
/// @param calls maximum concurrent calls of one agent: its session, reads and logs; further calls wait at the agent. It bounds the
///     values buffered for an agent that reads slowly. Default 32
/// @param keepAlive silence after which the connection is probed; after as long again it is closed. Default 10 s
/// @param cutOff silence after which agents stop their work, announced when they connect. Default 30 s
public record AgentServerLimits(long outboundBytes, long inboundBytes, int readers, int calls, Duration keepAlive,
    Duration cutOff) {
  /// The defaults.
  public static final AgentServerLimits DEFAULT = new AgentServerLimits(64L << 20, 128L << 20, 4, 32,
      Duration.ofSeconds(10), Duration.ofSeconds(30));

  /// The same with another time after which agents are cut off.
  public AgentServerLimits withCutOff(Duration other) {
    return new AgentServerLimits(outboundBytes, inboundBytes, readers, calls, keepAlive, other);
  }

  public AgentServerLimits {
    if (outboundBytes < 1 || inboundBytes < 1 || readers < 1 || calls < 2 || !keepAlive.isPositive()
        || !cutOff.isPositive()) {
      throw new IllegalArgumentException(
          "Expected positive limits and at least 2 calls, but found " + outboundBytes + ", " + inboundBytes
              + ", " + readers + ", " + calls + ", " + keepAlive + " and " + cutOff);
    }
  }
}
