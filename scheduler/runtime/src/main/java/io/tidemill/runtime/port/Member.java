package io.tidemill.runtime.port;

/// A scheduler process of those on one database, as it introduces itself to the others. Texts are empty where there is nothing to say.
///
/// @param node name of the process, another for each start; under it it owns partitions
/// @param place names where it runs, the same for each start: of two processes of one place the earlier has certainly ended
/// @param host name of its machine, for people
/// @param version of the program
/// @param exclusive whether no other scheduler takes partitions as long as this one lives: it runs tasks in its own process only
/// @param peers where other schedulers call it
/// @param agents where agents connect
/// @param grid where members of the data grid connect, `HOST:PORT`
/// @param started when it started, in milliseconds since 1970 by its own clock
public record Member(String node, String place, String host, String version, boolean exclusive, Listener peers,
    Listener agents, String grid, long started) {
  /// One that listens to nobody.
  ///
  /// @param node name of the process
  public static Member of(String node) {
    return new Member(node, node, "", "", false, Listener.NONE, Listener.NONE, "", 0);
  }

  /// The same with an address of the data grid.
  public Member at(String address) {
    return new Member(node, place, host, version, exclusive, peers, agents, address, started);
  }

  /// The same with an address for calls of other schedulers.
  public Member calledAt(Listener listener) {
    return new Member(node, place, host, version, exclusive, listener, agents, grid, started);
  }

  /// The same with an address for agents.
  public Member serving(Listener listener) {
    return new Member(node, place, host, version, exclusive, peers, listener, grid, started);
  }

  /// An address that a process listens at.
  ///
  /// @param address `HOST:PORT`, empty for none
  /// @param fingerprint SHA-256 of its certificate in hex, empty where it is not pinned
  public record Listener(String address, String fingerprint) {
    /// No address.
    public static final Listener NONE = new Listener("", "");
  }
}
