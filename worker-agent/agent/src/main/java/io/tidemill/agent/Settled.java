package io.tidemill.agent;

import java.util.LinkedHashSet;

/// Nonces of the assignments of which the scheduler has acknowledged all ends, the latest of them. Should such an assignment
/// come again, it is late: it starts nothing and is given back (guarantees R5), which changes nothing where its end is known, and
/// makes a new attempt where a database was set back. Safe for use by several threads.
///
/// The scheduler sends an assignment again only before it acknowledges its end, so this is a second net: as wide as
/// what an agent ends within a second or so.
final class Settled {
  /// How many are remembered.
  static final int MOST = 16_384;

  private final LinkedHashSet<Long> nonces = new LinkedHashSet<>();

  synchronized void add(long nonce) {
    if (nonces.add(nonce) && nonces.size() > MOST) {
      nonces.removeFirst();
    }
  }

  synchronized boolean has(long nonce) {
    return nonces.contains(nonce);
  }
}
