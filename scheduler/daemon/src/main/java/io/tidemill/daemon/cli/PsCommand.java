package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.RunPage;
import io.tidemill.api.run.RunView;
import io.tidemill.api.schedule.MaintenanceView;
import io.tidemill.api.schedule.PauseView;
import io.tidemill.api.schedule.ScheduleSummary;
import io.tidemill.api.schedule.ScheduleSummary.ComingSlot;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.RunTree;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import io.tidemill.runtime.port.RunStatus;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists runs.
@Command(name = "ps", description = {"List runs, newest first, the tasks of one run, or the shards of one task.",
    "A task that no agent takes is shown with its blocker."})
final class PsCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG[/RUN[/TASK[KEY]]]", description = "DAG whose runs to list, run whose tasks to list, or task whose shards to list (default: all DAGs)") String dag = "";

  @Option(names = "--status", paramLabel = "STATUS", description = "Only runs with this status: ${COMPLETION-CANDIDATES}") List<RunStatus> status = List
      .of();

  @Option(names = "--limit", paramLabel = "N", description = "Maximum number of runs or shards, 1 to 500. Default: 50") int limit = RunFilter.DEFAULT;

  PsCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "ps")) {
      if (dag.contains("/")) {
        return one(schedulerConnection.operations(), RunTarget.parse(dag));
      }
      RunPage page = schedulerConnection.operations().runs().list(new RunFilter(orNull(dag), status, null, limit));
      if (json()) {
        terminal().json(page);
      } else if (page.runs().isEmpty()) {
        terminal().note("no runs yet; start one with `tidemill run FILE.java`");
      } else {
        print(page.runs());
      }
      if (!json()) {
        schedules(schedulerConnection.operations());
      }
      return ExitCode.GOOD;
    }
  }

  /// What is paused, what is late, and which slot comes next.
  private void schedules(Operations operations) {
    ScheduleSummary all = operations.schedules().summary(orNull(dag));
    all.maintenance().stream().filter(MaintenanceView::active).forEach(each -> terminal().note(each.toString()));
    all.pausedDags()
        .forEach(each -> terminal().note(each.dag() + " is paused: "
            + each.pauses().stream().map(PauseView::toString).collect(Collectors.joining(", "))));
    all.late()
        .forEach(each -> terminal().note("late: " + each.dag() + "/" + each.schedule() + " slot " + each.time()
            + (each.count() > 1 ? " and " + (each.count() - 1) + " more" : "") + ", " + each.text()
            + (each.run() == null ? "" : " (" + each.dag() + "/" + each.run() + ", now " + each.status() + ")")));
    ComingSlot next = all.next();
    if (next != null) {
      terminal().note("next slot: " + next.dag() + "/" + next.schedule() + " at " + next.time());
    }
  }

  private int one(Operations operations, RunTarget target) {
    RunDetail detail = operations.runs().get(target.dag(), target.resolve(operations));
    if (target.task() != null) {
      new ShardList(operations, terminal(), limit).print(detail, target.task(), target.shard(), json());
      return ExitCode.GOOD;
    }
    if (json()) {
      terminal().json(detail);
    } else {
      RunTree.print(detail, terminal());
    }
    return ExitCode.GOOD;
  }

  private void print(List<RunView> runs) {
    Table table = new Table("RUN", "STATUS", "TASKS", "STARTED", "TOOK", "TRIGGER", "CAUSE");
    for (RunView run : runs) {
      String cause = run.standing() == null ? run.cause() : run.standing();
      table.row(run.name(), run.status().name(), run.done() + "/" + run.tasks(),
          run.begun().toString().substring(0, 19) + "Z", Text.span(run.begun(), run.endedAt()),
          run.trigger().toString(), cause == null ? "" : cause);
    }
    table.print(terminal());
  }
}
