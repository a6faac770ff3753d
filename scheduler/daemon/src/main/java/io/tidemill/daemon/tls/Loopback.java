package io.tidemill.daemon.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Recognises hosts whose traffic stays on this machine.
public final class Loopback {
  private Loopback() {}

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
