package io.tidemill.daemon.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Recognises hosts whose traffic stays on this machine.
public final class Loopback {
  private Loopback() {}

  /// The host by which an address to listen at is reached: the name of this machine where it listens at all of its addresses.
  public static String reachable(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress() ? InetAddress.getLocalHost().getHostName() : host;
    } catch (UnknownHostException _) {
      return host;
    }
  }

  /// Whether all addresses of a host are loopback addresses; an unknown host counts as remote.
  public static boolean is(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
