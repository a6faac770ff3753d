package io.tidemill.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.simulation.Simulation.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PlantedBugTest {
  private static final int MOST_SEEDS = 500;

  @ParameterizedTest
  @EnumSource void planted_bug_is_found_within_five_hundred_seeds(PlantedBug bug) {
    Outcome found = null;
    long seed = 0;
    while (found == null && ++seed <= MOST_SEEDS) {
      Outcome outcome = Simulation.run(seed, bug.product());
      found = outcome.violation() == null ? null : outcome;
    }
    assertThat(found).as("%s within %d seeds", bug, MOST_SEEDS).isNotNull();
    Outcome real = Simulation.run(seed, SystemUnderTest.REAL);
    assertThat(real.violation()).as("the same world without the bug").isNull();
  }
}
