package io.tidemill.daemon.cli;

import io.tidemill.api.backfill.BackfillChangeRequest;
import io.tidemill.api.backfill.BackfillPlanView;
import io.tidemill.api.backfill.BackfillRequest;
import io.tidemill.api.backfill.BackfillResource;
import io.tidemill.api.backfill.BackfillView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.BackfillText;
import io.tidemill.daemon.render.Text;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the slots of a schedule in a range.
@Command(name = "backfill", description = {"Run the slots of a schedule in a range; `backfills` lists what goes on.",
    "Shows the plan first. At a terminal it asks; elsewhere --yes, or --plan with the name shown, is required.",
    "`backfill pause DAG NUMBER`, `backfill resume DAG NUMBER` and `backfill cancel DAG NUMBER` act on one."})
final class BackfillCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG", description = "DAG whose slots are run") String dag = "";

  @Option(names = "--from", paramLabel = "TIME", description = "First slots: a date, a local time of the schedule's zone, or an instant") String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "End of the range, not part of it") String to = "";

  @Option(names = "--schedule", paramLabel = "NAME", description = "Schedule, if the DAG has several") String schedule = "";

  @Option(names = "--reprocess", paramLabel = "WHICH", description = "missing: slots without a run; failed: also those that failed; all. Default: missing") Reprocess reprocess = Reprocess.MISSING;

  @Option(names = "--order", paramLabel = "ORDER", description = "oldest or newest first. Default: oldest") Order order = Order.OLDEST;

  @Option(names = "--concurrency", paramLabel = "N", description = "Runs at the same time, 1 to 1000. Default: 1") int concurrency = BackfillRequest.DEFAULT_CONCURRENT;

  @Option(names = "--param", paramLabel = "NAME=VALUE", description = "Parameter of the runs; repeatable") List<String> pairs = List
      .of();

  @Option(names = "--max-runs", paramLabel = "N", description = "Refuse to create more runs than this. Default: 1000") int maxRuns = BackfillRequest.DEFAULT_RUNS;

  @Mixin Confirmation confirmation = new Confirmation();

  BackfillCommand(Context context) {
    super(context);
  }

  /// In which order, as it is typed.
  enum Order {
    OLDEST, NEWEST
  }

  @Override public Integer call() throws IOException {
    if (dag.isEmpty() || from.isEmpty() || to.isEmpty()) {
      throw badInput("Expected `backfill DAG --from TIME --to TIME`, but found "
          + (dag.isEmpty() ? "no DAG" : from.isEmpty() ? "no --from" : "no --to"));
    }
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "backfill")) {
      BackfillResource backfills = schedulerConnection.operations().backfills();
      BackfillRequest request = new BackfillRequest(dag, orNull(schedule), from, to, reprocess,
          order == Order.NEWEST ? SlotOrder.NEWEST_FIRST : SlotOrder.OLDEST_FIRST, concurrency, null, pairs, maxRuns,
          confirmation.expected(), System.getProperty("user.name", ""), null);
      BackfillPlanView plan = backfills.plan(request);
      if (!json()) {
        BackfillText.plan(plan, terminal());
      } else if (!confirmation.beforehand()) {
        terminal().json(plan);
      }
      if (!confirmation.given(terminal(), "Run " + Text.count(plan.run(), "slot") + "?", plan.plan())) {
        return ExitCode.GOOD;
      }
      BackfillView created = backfills.create(request.apply(plan.plan(), commandId()));
      if (json()) {
        terminal().json(created);
      } else {
        terminal().line("backfill " + created.backfill() + " of " + created.dag() + " "
            + (schedulerConnection.remote() ? "goes on" : "goes on with the next `dev` or `server`")
            + "; `tidemill backfills " + created.dag() + " " + created.backfill() + "` shows it");
      }
      return ExitCode.GOOD;
    }
  }

  /// Asks a change of a backfill.
  private interface Change {
    BackfillView of(BackfillResource backfills, String dag, long backfill, BackfillChangeRequest request);
  }

  private static int change(Subcommand verb, String dag, long backfill, Change change) {
    try (SchedulerConnection schedulerConnection = verb.open(RunMode.COMMAND, "backfill")) {
      BackfillView now = change.of(schedulerConnection.operations().backfills(), dag, backfill,
          new BackfillChangeRequest(System.getProperty("user.name", ""), commandId()));
      if (verb.json()) {
        verb.terminal().json(now);
      } else {
        verb.terminal()
            .line("backfill " + now.backfill() + " of " + now.dag() + " " + now.status()
                + (now.progress().active() == 0
                    ? ""
                    : ", " + Text.count(now.progress().active(), "run") + " active"));
      }
      return ExitCode.GOOD;
    }
  }

  /// Pauses a backfill.
  @Command(name = "pause", description = "Pause a backfill: it creates no run until it is resumed; active ones go on.")
  static final class Pause extends Subcommand {
    @Parameters(index = "0", paramLabel = "DAG", description = "DAG") String dag = "";

    @Parameters(index = "1", paramLabel = "NUMBER", description = "Number of the backfill") long backfill;

    Pause(Context context) {
      super(context);
    }

    @Override public Integer call() {
      return change(this, dag, backfill, BackfillResource::pause);
    }
  }

  /// Resumes a backfill.
  @Command(name = "resume", description = "Let a paused backfill go on.")
  static final class Resume extends Subcommand {
    @Parameters(index = "0", paramLabel = "DAG", description = "DAG") String dag = "";

    @Parameters(index = "1", paramLabel = "NUMBER", description = "Number of the backfill") long backfill;

    Resume(Context context) {
      super(context);
    }

    @Override public Integer call() {
      return change(this, dag, backfill, BackfillResource::resume);
    }
  }

  /// Cancels a backfill.
  @Command(name = "cancel", description = "Cancel a backfill and its active runs.")
  static final class Cancel extends Subcommand {
    @Parameters(index = "0", paramLabel = "DAG", description = "DAG") String dag = "";

    @Parameters(index = "1", paramLabel = "NUMBER", description = "Number of the backfill") long backfill;

    Cancel(Context context) {
      super(context);
    }

    @Override public Integer call() {
      return change(this, dag, backfill, BackfillResource::cancel);
    }
  }
}
