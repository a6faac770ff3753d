package io.tidemill.gateway;

import java.util.Arrays;

/// Nonces of what an agent had last, the latest 4,096: pieces of a log come after the end they belong to. Safe for use by
/// several threads.
final class RecentNonces {
  private static final int FIRST = 64;
  private static final int MOST = 4_096;

  private long[] nonces = new long[FIRST];
  private int next;

  synchronized void add(long nonce) {
    if (next == nonces.length && next < MOST) {
      nonces = Arrays.copyOf(nonces, next * 2);
    }
    next %= nonces.length;
    nonces[next++] = nonce;
  }

  synchronized boolean has(long nonce) {
    for (long each : nonces) {
      if (each == nonce && nonce != 0) {
        return true;
      }
    }
    return false;
  }
}
