package io.tidemill.dsl;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/// The DAG while it is declared: what is said about it as a whole, and its tasks.
///
/// ```java
/// d.owner("data@example.org").tags("sales", "nightly").runDeadline(Duration.ofHours(6))
///     .defaults(all -> all.retry(Retry.attempts(3)));
/// d.task("only").exec(ctx -> {});
/// ```
///
/// @param <P> the DAG's parameter record
public final class DagBuilder<P> extends Scope<P> {
  DagBuilder(DagBuild build) {
    super(build);
  }

  /// What the DAG does, in Markdown, up to 100,000 characters.
  public DagBuilder<P> doc(String markdown) {
    build.open();
    build.doc = Objects.requireNonNull(markdown, "markdown");
    return this;
  }

  /// Who is responsible for the DAG, up to 200 characters.
  public DagBuilder<P> owner(String owner) {
    build.open();
    build.owner = Objects.requireNonNull(owner, "owner");
    return this;
  }

  /// Words to find the DAG by, up to 100, written as ids are.
  public DagBuilder<P> tags(String... tags) {
    build.open();
    build.tags.addAll(Arrays.asList(tags));
    return this;
  }

  /// Default options of all tasks, see [TaskDefaults].
  public DagBuilder<P> defaults(Consumer<? super TaskDefaults> set) {
    build.defaults = build.declare(build.defaults, set);
    return this;
  }

  /// Longest time from the creation to the end of a run: 1 ms to 3,650 days, none by default.
  public DagBuilder<P> runDeadline(Duration deadline) {
    build.open();
    build.runDeadline = Objects.requireNonNull(deadline, "deadline");
    return this;
  }

  /// When the DAG runs by itself; a DAG has at most one schedule.
  ///
  /// @param params makes the parameters of the run of a slot
  public DagBuilder<P> schedule(Schedule schedule, SlotParams<P> params) {
    declare(schedule);
    build.slotParams = Objects.requireNonNull(params, "params");
    return this;
  }

  /// When a DAG without parameters runs by itself.
  public DagBuilder<P> schedule(Schedule schedule) {
    declare(schedule);
    return this;
  }

  private void declare(Schedule schedule) {
    build.open();
    if (build.schedule != null) {
      build.problems.add("two-schedules", SourceLocation.here(), "one schedule", build.schedule + " and " + schedule,
          "");
    }
    var place = SourceLocation.here();
    for (var problem : schedule.problems()) {
      build.problems.add(problem.code(), place, problem.expected(), problem.found(), problem.hint());
    }
    build.schedule = schedule;
    build.slotParams = null;
  }
}
