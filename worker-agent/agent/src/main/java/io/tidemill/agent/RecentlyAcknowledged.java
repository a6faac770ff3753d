package io.tidemill.agent;

import java.util.Arrays;

/// Nonces of the assignments of which the scheduler has acknowledged all ends, the latest of them. Should such an assignment
/// come again, it is late: it starts nothing and is given back (guarantees R5), which changes nothing where its end is known, and
/// makes a new attempt where a database was set back. Safe for use by several threads.
///
/// The scheduler sends an assignment again only before it acknowledges its end, so this is a second net: as wide as
/// what an agent ends within a second or so. Numbers in two tables, of which the older is emptied when the younger is full:
/// every task passes here, and objects that live so long would cost the collector more than the rest of it.
final class RecentlyAcknowledged {
  /// At least so many are remembered.
  static final int MOST = 16_384;

  private static final int PLACES = 2 * MOST;
  /// First size of a table; most agents never need more.
  private static final int FIRST = 256;

  private long[] younger = new long[FIRST];
  private long[] older = new long[FIRST];
  private int count;

  synchronized void add(long nonce) {
    if (nonce == 0 || has(nonce)) {
      return;
    }
    if (count == MOST) {
      long[] emptied = older.length == PLACES ? older : new long[PLACES];
      Arrays.fill(emptied, 0);
      older = younger;
      younger = emptied;
      count = 0;
    } else if (2 * (count + 1) > younger.length) {
      long[] smaller = younger;
      younger = new long[2 * smaller.length];
      for (long each : smaller) {
        if (each != 0) {
          younger[place(younger, each)] = each;
        }
      }
    }
    younger[place(younger, nonce)] = nonce;
    count++;
  }

  synchronized boolean has(long nonce) {
    return nonce != 0 && (younger[place(younger, nonce)] == nonce || older[place(older, nonce)] == nonce);
  }

  /// Where a nonce stands, or would. Nonces are random, so their last bits spread well.
  private static int place(long[] table, long nonce) {
    int at = (int) nonce & table.length - 1;
    while (table[at] != 0 && table[at] != nonce) {
      at = at + 1 & table.length - 1;
    }
    return at;
  }
}
