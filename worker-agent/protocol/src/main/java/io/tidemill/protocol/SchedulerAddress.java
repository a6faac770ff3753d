package io.tidemill.protocol;

/// Where a scheduler listens for agents.
///
/// @param node name of its process, another for each start; empty where it is not known yet
/// @param fingerprint SHA-256 of its certificate; empty: it is trusted as the scheduler is that told the address
public record SchedulerAddress(String node, String host, int port, String fingerprint) {
  /// Whether it is the same place, whoever is there.
  public boolean isAt(SchedulerAddress other) {
    return port == other.port && host.equals(other.host);
  }

  @Override public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
