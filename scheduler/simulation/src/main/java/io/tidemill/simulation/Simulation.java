package io.tidemill.simulation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs worlds by their seeds. `main(seed [seeds])` runs one, or that many from it on, each twice, and tells of the first that
/// broke a promise.
public final class Simulation {
  private Simulation() {}

  /// Runs one world once.
  static Outcome run(long seed, SystemUnderTest systemUnderTest) {
    return run(new World(seed, systemUnderTest), seed);
  }

  /// Runs a world.
  static Outcome run(World world, long seed) {
    Violation violation = null;
    try {
      world.run();
    } catch (Violation broken) {
      violation = broken;
    } catch (RuntimeException e) {
      violation = new Violation(Invariant.DECIDING_WORKS, "something threw: " + e, e);
    }
    return new Outcome(seed, world.story.hash(), world.story.events(), world.reached, violation,
        violation == null ? "" : story(world, seed, violation));
  }

  /// Runs the world of a seed twice: both must be the same.
  static Outcome runTwice(long seed) {
    Outcome first = run(seed, SystemUnderTest.REAL);
    Outcome second = run(seed, SystemUnderTest.REAL);
    if (first.hash != second.hash || first.events != second.events) {
      Violation violation = new Violation(Invariant.DETERMINISM,
          "seed " + seed + " gave " + first + ", then " + second);
      return new Outcome(seed, first.hash, first.events, first.reached, violation, violation.toString());
    }
    return first;
  }

  private static String story(World world, long seed, Violation violation) {
    return String.join("\n", world.story.last()) + "\n\nSeed " + seed + " broke " + violation.getMessage()
        + "\nSee it again: bin/tidemill sim " + seed;
  }

  /// Runs worlds.
  ///
  /// @param args the first seed, then how many, 1 where that is not given
  public static void main(String[] args) {
    if (args.length < 1 || args.length > 2) {
      System.err.println("Expected a seed, and perhaps how many; found " + args.length + " arguments");
      System.exit(2);
    }
    long first = Long.parseLong(args[0]);
    long seeds = args.length == 2 ? Long.parseLong(args[1]) : 1;
    long events = 0;
    for (long seed = first; seed < first + seeds; seed++) {
      Outcome outcome = runTwice(seed);
      events += outcome.events;
      if (outcome.violation != null) {
        System.out.println(outcome.story);
        System.exit(1);
      }
    }
    System.out.printf("%,d seeds from %d, %,d events, each seed twice: every promise held%n", seeds, first, events);
  }

  /// What came of a world.
  ///
  /// @param reached what went wrong, and how often
  /// @param violation the promise it broke, null if it kept all
  /// @param story the last events, empty if it kept all
  record Outcome(long seed, long hash, long events, Map<FaultKind, Integer> reached, @Nullable Violation violation,
      String story) {}
}
