package io.tidemill.daemon.e2e;

import java.util.Arrays;
import java.util.Random;

/// When processes are killed: drawn from one seed before anything starts, so that the same seed kills at the same points.
final class KillSeed {
  private static final String PROPERTY = "tidemill.seed";

  private KillSeed() {}

  /// The lines that bodies still write before each kill. Says the seed and the points, and how to have them again.
  ///
  /// @param kills how many
  /// @param most lines before one, at least 1
  static int[] points(int kills, int most) {
    long seed = Long.getLong(PROPERTY, new Random().nextLong());
    int[] points = new Random(seed).ints(kills, 1, most + 1).toArray();
    System.out
        .println("Kills after " + Arrays.toString(points) + " more lines; the same again: -D" + PROPERTY + "=" + seed);
    return points;
  }
}
