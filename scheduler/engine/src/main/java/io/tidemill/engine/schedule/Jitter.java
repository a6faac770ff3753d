package io.tidemill.engine.schedule;

/// The delay of the runs of a schedule: spread over a span, and the same whenever it is asked for.
final class Jitter {
  private final long seed;
  private final long mostMillis;

  /// @param mostMillis upper bound, 0 for none
  Jitter(String dag, String schedule, long mostMillis) {
    this.seed = hash(hash(0xcbf29ce484222325L, dag) * 31, schedule);
    this.mostMillis = mostMillis;
  }

  boolean none() {
    return mostMillis == 0;
  }

  /// The delay of a slot in milliseconds, less than the bound.
  ///
  /// @param room seconds to the next slot, which the delay does not reach
  long millis(long slot, long room) {
    long bound = Math.min(mostMillis, room > mostMillis / 1_000 ? mostMillis : room * 1_000);
    return bound <= 0 ? 0 : Long.remainderUnsigned(mixed(seed ^ slot * 0x9e3779b97f4a7c15L), bound);
  }

  private static long hash(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L; // FNV-1a
    }
    return hash;
  }

  /// Spreads neighbouring numbers (the end of MurmurHash3).
  private static long mixed(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
