package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.asset.DataWaitView;
import io.tidemill.api.run.Blocker;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.WhyView;
import io.tidemill.api.schedule.MaintenanceView;
import io.tidemill.api.schedule.ScheduleFilter;
import io.tidemill.api.schedule.ScheduleView;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Says why a run or a task is where it is.
@Command(name = "why", description = {"Show why a run, task or shard waits, failed or did not run.",
    "Tasks that hold up others come first; each with what is in its way."})
final class WhyCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "DAG[/RUN[/TASK[KEY]]]", description = "Run, task or shard (default: the latest run of the DAG)") String target = "";

  WhyCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    RunTarget wanted = RunTarget.parse(target);
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "why")) {
      Operations operations = schedulerConnection.operations();
      if (wanted.run() == 0 && wanted.task() == null && ofDag(operations, wanted.dag())) {
        return ExitCode.GOOD;
      }
      long run = wanted.resolve(operations);
      Shard shard = wanted.shard() == null
          ? null
          : new NamedShard(operations, operations.runs().get(wanted.dag(), run)).optional(wanted.task(),
              wanted.shard());
      WhyView why = operations.runs().why(wanted.dag(), run, wanted.task(), shard == null ? -1 : shard.index());
      if (json()) {
        terminal().json(why);
      } else {
        print(why);
      }
      return ExitCode.GOOD;
    }
  }

  /// Prints what a DAG waits for before it runs by itself.
  ///
  /// @return whether that is all there is to say: it has no run yet, and waits for something
  private boolean ofDag(Operations operations, String dag) {
    DataWaitView waits = operations.assets().waits(dag);
    boolean none = operations.runs().list(new RunFilter(dag, List.of(), null, 1)).runs().isEmpty();
    if (json()) {
      boolean tells = none && !waits.nothing();
      if (tells) {
        terminal().json(waits);
      }
      return tells;
    }
    boolean told = waits(waits);
    for (ScheduleView schedule : operations.schedules().list(ScheduleFilter.of(dag)).schedules()) {
      told |= rests(schedule);
      told |= none && comes(schedule, waits);
    }
    return told && none;
  }

  /// Prints what keeps the slots of a schedule from running.
  private boolean rests(ScheduleView schedule) {
    String name = "schedule " + Text.line(schedule.name());
    schedule.pauses()
        .forEach(pause -> terminal().line(name + " is paused: " + Text.line(pause.toString()) + " since "
            + pause.since().truncatedTo(ChronoUnit.SECONDS)));
    List<MaintenanceView> windows = schedule.maintenance().stream().filter(MaintenanceView::active).toList();
    windows.forEach(each -> terminal().line(name + " waits: " + Text.line(each.toString())));
    return !schedule.pauses().isEmpty() || !windows.isEmpty();
  }

  /// Prints which slot of a schedule comes next, and what that will wait for.
  private boolean comes(ScheduleView schedule, DataWaitView waits) {
    if (schedule.next().isEmpty()) {
      return false;
    }
    String required = waits.requires()
        .stream()
        .filter(each -> each.schedule().equals(schedule.name()))
        .map(each -> "; it then waits until " + Text.line(String.join(" and ", each.required()))
            + " succeeded for its interval")
        .findFirst()
        .orElse("");
    terminal().line("schedule " + Text.line(schedule.name()) + " has its next slot at "
        + schedule.next().getFirst().time() + required);
    return true;
  }

  /// Prints what the DAG waits for of others; false where that is nothing.
  private boolean waits(DataWaitView waits) {
    if (waits.condition() != null) {
      terminal().line(Text.line(waits.dag()) + " runs " + Text.line(waits.condition()));
      for (DataWaitView.AssetWaitView asset : waits.assets()) {
        String source = asset.source();
        terminal().line("  " + Text.line(asset.asset()) + (asset.events() == 0
            ? "  waits for an event"
            : "  has " + Text.count(asset.events(), "event")
                + (source == null ? "" : ", the last " + Text.line(source))));
      }
    }
    for (DataWaitView.HeldSlotView slot : waits.slots()) {
      terminal().line("slot " + slot.slot() + " of schedule " + Text.line(slot.schedule()) + " waits for "
          + Text.line(slot.required()) + " from " + slot.missing() + ": " + Text.line(slot.reason()));
    }
    return waits.condition() != null || !waits.slots().isEmpty();
  }

  private void print(WhyView why) {
    String headline = why.headline();
    terminal().line(Text.line(why.run().name()) + " " + why.run().status()
        + (headline == null
            ? why.run().ended() ? "" : " for " + Text.span(why.run().begun(), null)
            : ": " + Text.line(headline)));
    for (WhyView.TaskWhy task : why.tasks()) {
      terminal().line("  " + Text.line(task.task()) + (task.shardState() == null
          ? "  " + task.state()
          : "[" + Text.line(String.valueOf(task.shard())) + "]  " + task.shardState()));
      for (Blocker blocker : task.blockers()) {
        terminal().line("    because " + Text.line(blocker.text()) + until(blocker.until()));
      }
    }
    if (why.more() > 0) {
      terminal().line("  … and " + Text.count(why.more(), "more task"));
    }
    if (why.tasks().isEmpty() && !why.run().ended()) {
      terminal().line("  nothing waits; its tasks run");
    }
  }

  private static String until(@Nullable Instant until) {
    return until == null ? "" : ", until " + until.truncatedTo(ChronoUnit.SECONDS);
  }
}
