package io.tidemill.daemon.cli;

import io.tidemill.api.backfill.BackfillFilter;
import io.tidemill.api.backfill.BackfillResource;
import io.tidemill.api.backfill.BackfillView;
import io.tidemill.api.backfill.BackfilledFilter;
import io.tidemill.api.backfill.BackfilledPage;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.BackfillText;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists backfills, or shows one.
@Command(name = "backfills", description = "List backfills, newest first, or show one with the slots it ran.")
final class BackfillsCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG", description = "Only this DAG") String dag = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NUMBER", description = "Backfill to show") long backfill;

  @Option(names = "--status", paramLabel = "STATUS", description = "Only slots whose run has this status; repeatable") List<RunStatus> status = List
      .of();

  @Option(names = "--limit", paramLabel = "N", description = "Maximum number of lines, 1 to 500. Default: 50") int limit = BackfillFilter.DEFAULT;

  BackfillsCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "backfills")) {
      BackfillResource backfills = schedulerConnection.operations().backfills();
      if (backfill != 0) {
        show(backfills);
      } else {
        List<BackfillView> all = backfills.list(new BackfillFilter(orNull(dag), limit));
        if (json()) {
          terminal().json(all);
        } else if (all.isEmpty()) {
          terminal().note("no backfills; `tidemill backfill DAG --from TIME --to TIME` makes one");
        } else {
          BackfillText.list(all, terminal());
        }
      }
      return ExitCode.GOOD;
    }
  }

  private void show(BackfillResource backfills) {
    BackfillView one = backfills.get(dag, backfill);
    BackfilledPage slots = backfills.slots(dag, backfill, new BackfilledFilter(status, null, limit));
    if (json()) {
      terminal().json(Map.of("backfill", one, "slots", slots.slots()));
    } else {
      BackfillText.one(one, slots, terminal());
    }
  }
}
