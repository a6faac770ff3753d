package io.tidemill.gateway;

import java.util.Arrays;

/// The last 4,096 nonces of an agent's ended work: log chunks may arrive after the end of their attempt. Safe for use by
/// several threads.
final class RecentNonces {
  private static final int FIRST = 64;
  private static final int MAX = 4_096;

  private long[] nonces = new long[FIRST];
  private int next;

  synchronized void add(long nonce) {
    if (next == nonces.length && next < MAX) {
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
