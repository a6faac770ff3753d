package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.dag.DagView;
import io.tidemill.api.run.RunFilter;
import io.tidemill.api.run.RunView;
import io.tidemill.api.schedule.PauseView;
import io.tidemill.api.schedule.ScheduleFilter;
import io.tidemill.api.schedule.ScheduleView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// Lists DAGs.
@Command(name = "dags", description = {"List DAGs: state, active version, schedule, next slot, last run.",
    "`tidemill dag remove` archives one."})
final class DagsCommand extends Subcommand {
  DagsCommand(Context context) {
    super(context);
  }

  private record Listed(DagView dag, @Nullable RunView lastRun, List<PauseView> pauses, @Nullable Instant nextSlot) {}

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "dags")) {
      Operations operations = schedulerConnection.operations();
      List<Listed> listed = new ArrayList<>();
      for (DagView dag : operations.dags().list()) {
        List<RunView> last = operations.runs().list(new RunFilter(dag.id(), List.of(), null, 1)).runs();
        List<ScheduleView> schedules = dag.schedule() == null
            ? List.of()
            : operations.schedules().list(ScheduleFilter.of(dag.id())).schedules();
        listed.add(new Listed(dag, last.isEmpty() ? null : last.getFirst(),
            schedules.isEmpty() ? List.of() : schedules.getFirst().pauses(), next(schedules)));
      }
      if (json()) {
        terminal().json(listed);
      } else if (listed.isEmpty()) {
        terminal().note("no DAGs yet; `tidemill new NAME` writes one");
      } else {
        print(listed);
      }
      return ExitCode.GOOD;
    }
  }

  /// The first slot of any of its schedules.
  static @Nullable Instant next(List<ScheduleView> schedules) {
    return schedules.stream()
        .flatMap(each -> each.next().stream())
        .map(ScheduleView.NextSlot::time)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static String state(Listed each) {
    return each.dag().quarantine() != null ? "quarantined" : each.pauses().isEmpty() ? "active" : "paused";
  }

  private void print(List<Listed> listed) {
    Table table = new Table("DAG", "STATE", "VERSION", "TASKS", "SCHEDULE", "NEXT SLOT", "LAST RUN", "STATUS",
        "STARTED", "TOOK");
    for (Listed each : listed) {
      DagView dag = each.dag();
      RunView run = each.lastRun();
      table.row(dag.id(), state(each), "" + dag.version(), "" + dag.tasks(),
          dag.schedule() == null ? "" : dag.schedule(),
          each.pauses().isEmpty() && each.nextSlot() != null ? each.nextSlot().toString() : "",
          run == null ? "" : run.name(),
          run == null ? "" : run.status().name(),
          run == null ? "" : run.begun().toString().substring(0, 19) + "Z",
          run == null ? "" : Text.span(run.begun(), run.endedAt()));
    }
    table.print(terminal());
  }
}
