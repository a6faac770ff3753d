package io.tidemill.daemon.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Tells whether what goes to a host stays on this machine.
public final class Loopback {
  private Loopback() {}

  /// Whether all addresses of a host are loopback addresses; a host that is not known is taken for a foreign one.
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
