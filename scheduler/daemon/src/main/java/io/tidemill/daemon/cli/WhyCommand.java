package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.asset.DataWaitView;
import io.tidemill.api.run.Blocker;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.WhyView;
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
      if (wanted.run() == 0 && !json() && waits(operations.assets().waits(wanted.dag()))
          && operations.runs().list(new RunFilter(wanted.dag(), List.of(), null, 1)).runs().isEmpty()) {
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

  /// Prints what the DAG waits for before it runs by itself; false where that is nothing.
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
