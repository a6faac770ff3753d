package io.tidemill.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.simulation.Simulation.Outcome;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class SimulationTest {
  @Test void every_promise_holds_in_two_thousand_worlds() {
    holds(1_000, 2_000);
  }

  @Tag("proofs")
  @Test void every_promise_holds_in_many_thousands_of_worlds() {
    holds(Long.getLong("tidemill.seed", 10_000), Integer.getInteger("tidemill.seeds", 20_000));
  }

  private static void holds(long first, int seeds) {
    for (long seed = first; seed < first + seeds; seed++) {
      Outcome outcome = Simulation.run(seed, SystemUnderTest.REAL);
      assertThat(outcome.violation()).as(outcome.story()).isNull();
    }
  }

  @Test void every_promise_holds_in_many_worlds_and_each_is_the_same_twice() {
    Set<FaultKind> reached = EnumSet.noneOf(FaultKind.class);
    for (long seed = 1; seed <= 150; seed++) {
      Outcome outcome = Simulation.runTwice(seed);
      assertThat(outcome.violation()).as(outcome.story()).isNull();
      reached.addAll(outcome.reached().keySet());
    }
    assertThat(reached).as("reached the worlds went through").containsExactlyInAnyOrder(FaultKind.values());
  }

  @Test void the_worlds_play_on_days_on_which_the_clocks_of_a_dozen_zones_change() {
    Set<String> zones = new TreeSet<>();
    for (long seed = 1_000; seed < 1_300; seed++) {
      RandomSchedules schedules = new World(seed, SystemUnderTest.REAL).schedules();
      if (schedules.transition() != null) {
        zones.add(schedules.zone());
      }
    }

    assertThat(zones).as("they are played by the two thousand worlds above")
        .hasSizeGreaterThanOrEqualTo(12)
        .contains("Australia/Lord_Howe", "Africa/Cairo", "Africa/Casablanca", "Pacific/Apia", "Europe/Berlin");
  }

  @Test void a_scheduler_may_end_at_every_boundary_of_a_calm_world() {
    long seed = 11;
    World calm = new World(seed, SystemUnderTest.REAL, new SimulationOptions(true, 0, false));
    assertThat(Simulation.run(calm, seed).violation()).isNull();
    for (long boundary = 1; boundary <= calm.boundaries(); boundary++) {
      World crashing = new World(seed, SystemUnderTest.REAL, new SimulationOptions(true, boundary, false));
      Outcome outcome = Simulation.run(crashing, seed);
      assertThat(outcome.violation()).as("crash at boundary %d%n%s", boundary, outcome.story()).isNull();
      assertThat(outcome.reached()).containsEntry(FaultKind.NODE_DIED, 1);
    }
  }

  @Test void recovered_and_live_state_are_deeply_equal_at_any_fact_and_any_lag() {
    for (long seed = 500; seed < 545; seed++) {
      Outcome outcome = Simulation.run(new World(seed, SystemUnderTest.REAL, new SimulationOptions(false, 0, true)),
          seed);
      assertThat(outcome.violation()).as(outcome.story()).isNull();
    }
  }
}
