package io.tidemill.dsl;

import io.tidemill.dsl.DagBuild.DeclaredSchedule;
import io.tidemill.dsl.text.MessageText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  /// Longest time that clean-up may still take once a run was cancelled, or its [deadline][#runDeadline] is over: 1 ms to 3,650 days,
  /// 10 minutes by default, [Duration#ZERO] for no clean-up.
  ///
  /// Clean-up are the tasks whose join rule is `ALL_DONE`, `ONE_FAILED` or `ALL_FAILED` and is met by upstreams that have ended, however
  /// they did. A second cancel ends them too.
  public DagBuilder<P> cancelGrace(Duration grace) {
    build.open();
    build.cancelGrace = Objects.requireNonNull(grace, "grace");
    return this;
  }

  /// When the DAG runs by itself, under the name `default`.
  ///
  /// @param params makes the parameters of the run of a slot
  public DagBuilder<P> schedule(Schedule schedule, SlotParams<P> params) {
    return schedule("default", schedule, params);
  }

  /// When the DAG runs by itself, under a name of its own: a DAG may have up to 100 schedules.
  ///
  /// @param name name of the schedule, written as ids are, unique in the DAG
  /// @param params makes the parameters of the run of a slot
  public DagBuilder<P> schedule(String name, Schedule schedule, SlotParams<P> params) {
    declare(name, schedule, Objects.requireNonNull(params, "params"));
    return this;
  }

  /// When a DAG without parameters runs by itself, under the name `default`.
  public DagBuilder<P> schedule(Schedule schedule) {
    return schedule("default", schedule);
  }

  /// When a DAG without parameters runs by itself, under a name of its own.
  ///
  /// @param name name of the schedule, written as ids are, unique in the DAG
  public DagBuilder<P> schedule(String name, Schedule schedule) {
    declare(name, schedule, null);
    return this;
  }

  /// The assets on which the DAG runs, once for each DAG; it may have schedules beside. The DAG has no parameters then. Events that come
  /// while a run is active, or the DAG is paused, wait and start one run together.
  public DagBuilder<P> runOn(OnAssets assets) {
    build.open();
    if (build.onAssets != null) {
      build.problems.add("two-assets", SourceLocation.here(), "runOn(…) once", "a second one, as at "
          + build.onAssetsPlace, "Name all assets in one OnAssets.all(…) or OnAssets.any(…).");
    }
    build.onAssets = Objects.requireNonNull(assets, "assets");
    build.onAssetsPlace = SourceLocation.here();
    return this;
  }

  /// What becomes of a slot that is due while runs of earlier slots are active, whichever schedule they are of:
  /// [Overlap#queueLatest] by default.
  public DagBuilder<P> overlap(Overlap rule) {
    build.open();
    build.overlap = Objects.requireNonNull(rule, "rule");
    rule.check(build.limits, SourceLocation.here());
    return this;
  }

  private void declare(String name, Schedule schedule, @Nullable SlotParams<P> params) {
    build.open();
    var place = SourceLocation.here();
    build.limits.name("name of the schedule", name, place);
    for (var problem : schedule.problems()) {
      build.problems.add(problem.code(), place, problem.expected(), problem.found(), problem.hint());
    }
    if (build.schedules.size() >= Limits.SCHEDULES) {
      build.problems.add("too-many-schedules", place, "at most " + Limits.SCHEDULES + " schedules", "one more", "");
      return;
    }
    var first = build.schedules.putIfAbsent(name, new DeclaredSchedule(schedule, params, place));
    if (first != null) {
      build.problems.add("duplicate-schedule", place, "a name for each schedule of the DAG",
          schedule + " named " + MessageText.text(name) + ", as " + first.schedule() + " at " + first.place(),
          "Write d.schedule(\"another-name\", …).");
    }
  }
}
