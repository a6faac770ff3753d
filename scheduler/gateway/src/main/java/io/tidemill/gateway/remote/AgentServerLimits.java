package io.tidemill.gateway.remote;

import java.time.Duration;

/// What the server for agents bounds, and where.
///
/// @param outboundBytes about how much may wait for one agent that does not read; beyond it the session is closed, and the
///     agent gets everything again when it is back. Default 64 MiB
/// @param inboundBytes most bytes of one message that comes in parts, and about how much of one agent's reports may wait for the
///     partitions; beyond it the session is closed. Default 128 MiB
/// @param readers threads that read values and bundles and store logs for agents. Default 4
/// @param calls most calls of one agent at a time: its session, and what it reads and logs; more wait with the agent. So an agent
///     that reads slowly has the scheduler hold few values for it. Default 32
/// @param keepAlive silence after which the connection is probed; as long again, and it is closed. Default 10 s
/// @param cutOff silence after which agents stop their work, told to them when they connect. Default 30 s
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
