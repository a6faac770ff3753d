package io.tidemill.simulation;

import java.util.List;
import java.util.SplittableRandom;

/// The one source of randomness of a world.
final class SeededRandom {
  private final SplittableRandom random;

  SeededRandom(long seed) {
    random = new SplittableRandom(seed);
  }

  long bits() {
    return random.nextLong();
  }

  /// A number from 0 to below a bound.
  int below(int bound) {
    return random.nextInt(bound);
  }

  /// A number from one to another, both included.
  long between(long least, long most) {
    return least + random.nextLong(most - least + 1);
  }

  boolean hits(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /// A rate up to some most, often 0, so that worlds differ in kind.
  double rate(double most) {
    return random.nextInt(3) == 0 ? 0 : random.nextDouble() * most;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
