package io.tidemill.dsl;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/// The DAG while it is declared.
///
/// @param <P> the DAG's parameter record
public final class DagBuilder<P> extends Scope<P> {
  DagBuilder(DagBuild build) {
    super(build);
  }

  /// What the DAG does, in Markdown, up to 100,000 characters.
  public void doc(String markdown) {
    build.open();
    build.doc = Objects.requireNonNull(markdown, "markdown");
  }

  /// Who answers for the DAG, up to 200 characters.
  public void owner(String owner) {
    build.open();
    build.owner = Objects.requireNonNull(owner, "owner");
  }

  /// Words to find the DAG by, up to 100, written as ids are.
  public void tags(String... tags) {
    build.open();
    build.tags.addAll(Arrays.asList(tags));
  }

  /// Longest time from the creation to the end of a run: 1 ms to 3,650 days, none by default.
  public void runDeadline(Duration deadline) {
    build.open();
    build.runDeadline = Objects.requireNonNull(deadline, "deadline");
  }

  /// When the DAG runs by itself; a DAG has at most one schedule.
  ///
  /// @param params makes the parameters of the run of a slot
  public void schedule(Schedule schedule, SlotParams<P> params) {
    declare(schedule);
    build.slotParams = Objects.requireNonNull(params, "params");
  }

  /// When a DAG without parameters runs by itself.
  public void schedule(Schedule schedule) {
    declare(schedule);
  }

  private void declare(Schedule schedule) {
    build.open();
    if (build.schedule != null) {
      build.problems.add("two-schedules", Place.here(), "one schedule", build.schedule + " and " + schedule, "");
    }
    var place = Place.here();
    for (var problem : schedule.problems()) {
      build.problems.add(problem.code(), place, problem.expected(), problem.found(), problem.hint());
    }
    build.schedule = schedule;
    build.slotParams = null;
  }
}
