package io.tidemill.simulation;

/// The way between an agent and the schedulers: heartbeats go over it, it is cut at times, and silence on it is how the agent
/// learns that it is cut off (guarantees R8). A cut also lasts on when everything else is healed.
final class NetworkLink {
  private static final long HEARTBEAT = 5_000;
  /// How long ago the last answered heartbeat was sent when an agent is cut off, in milliseconds.
  private static final long CUT_OFF_AFTER = 30_000;
  private static final long LONGEST_CUT = 90_000;

  private final World world;
  private final SimulatedAgent agent;
  private final long[] cutUntil;
  /// When the last answered heartbeat was sent, in milliseconds since 1970.
  private long answered;

  NetworkLink(World world, SimulatedAgent agent) {
    this.world = world;
    this.agent = agent;
    cutUntil = new long[world.supervisor.schedulers()];
    world.at(world.chance.between(1, HEARTBEAT), null, agent + " shows that it is there", this::heartbeat);
  }

  /// Whether messages get through to a scheduler and back.
  boolean reaches(Host host) {
    return world.now() >= cutUntil[host.place()];
  }

  /// How long messages do not get through, in milliseconds.
  long cutFor(Host host) {
    return Math.max(0, cutUntil[host.place()] - world.now());
  }

  /// A process of the agent begins, or a scheduler answered its hello.
  void begin() {
    answeredAt(world.now());
  }

  private void heartbeat() {
    if (agent.alive()) {
      if (world.chance.hits(world.faults().cut())) {
        cut();
      }
      long as = agent.incarnation();
      long sent = world.now();
      for (Host host : world.hosts) {
        if (reaches(host)) {
          world.send(host.edge(), agent + " is heard by " + host, () -> heard(host, as, sent));
        }
      }
    }
    world.at(HEARTBEAT, null, agent + " shows that it is there", this::heartbeat);
  }

  private void heard(Host host, long as, long sent) {
    if (!reaches(host)) {
      return;
    }
    world.heard(as);
    world.send(null, host + " answers " + agent, () -> {
      if (reaches(host) && agent.alive() && agent.incarnation() == as) {
        answeredAt(sent);
      }
    });
  }

  private void answeredAt(long sent) {
    if (sent <= answered) {
      return;
    }
    answered = sent;
    agent.answered();
    long as = agent.incarnation();
    world.at(Math.max(0, sent + CUT_OFF_AFTER - world.now()), null, agent + " looks whether it is cut off", () -> {
      if (agent.alive() && agent.incarnation() == as && answered == sent) {
        agent.cutOff();
      }
    });
  }

  /// Nothing gets through to some or all schedulers for a while. They notice late.
  private void cut() {
    long millis = world.chance.between(world.chance.hits(0.5) ? LONGEST_CUT / 2 : 0, LONGEST_CUT);
    boolean all = world.chance.hits(0.7);
    world.count(FaultKind.NETWORK_CUT);
    for (Host host : world.hosts) {
      if (reaches(host) && (all || world.chance.hits(0.5))) {
        world.tell(agent + " does not reach " + host + " for " + millis + " ms");
        cutUntil[host.place()] = world.now() + millis;
        host.gateway().closeLater(agent.incarnation(), world.chance.between(0, 20_000));
        agent.connectWhenReached(host);
      }
    }
  }
}
