package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.schedule.MaintenanceView;
import io.tidemill.api.schedule.PauseView;
import io.tidemill.api.schedule.ScheduleFilter;
import io.tidemill.api.schedule.SchedulePage;
import io.tidemill.api.schedule.ScheduleSummary;
import io.tidemill.api.schedule.ScheduleView;
import io.tidemill.api.schedule.SlotView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists schedules.
@Command(name = "schedules", description = {
    "List the schedules of all DAGs: next slot, last slot with its outcome, what pauses them.",
    "`tidemill slots DAG` lists slots, `tidemill schedule DAG` looks ahead."})
final class SchedulesCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG", description = "Only this DAG") String dag = "";

  @Option(names = "--tag", paramLabel = "TAG", description = "Only DAGs with this tag") String tag = "";

  @Option(names = "--limit", paramLabel = "N", description = "With -o json: most schedules, 1 to 500. Default: 500") int limit = ScheduleFilter.MOST;

  @Option(names = "--after", paramLabel = "CURSOR", description = "Go on behind an earlier answer: its `next`") String after = "";

  SchedulesCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "schedules")) {
      Operations operations = schedulerConnection.operations();
      SchedulePage page = page(operations, orNull(after));
      if (json()) {
        terminal().json(page);
      } else if (page.schedules().isEmpty()) {
        terminal().note("no schedules; a DAG declares one with `d.schedule(…)`");
      } else {
        print(page.schedules());
        for (String next = page.next(); next != null; next = page.next()) {
          page = page(operations, next);
          print(page.schedules());
        }
      }
      if (!json()) {
        // A tag may be paused that no DAG with a schedule has now.
        ScheduleSummary summary = operations.schedules().summary(orNull(dag));
        summary.maintenance()
            .stream()
            .filter(each -> !each.active())
            .forEach(each -> terminal().note(each.toString()));
        summary.groups()
            .forEach(each -> terminal().note(
                (each.scope() == PauseView.Scope.ALL ? "all DAGs are" : "tag " + each.name() + " is") + " paused"
                    + (each.by().isEmpty() ? "" : " by " + each.by()) + " since " + each.since()));
      }
      return ExitCode.GOOD;
    }
  }

  private SchedulePage page(Operations operations, @Nullable String cursor) {
    return operations.schedules()
        .list(new ScheduleFilter(orNull(dag), orNull(tag), cursor, json() ? ScheduleFilter.DEFAULT_NEXT : 1,
            json() ? limit : ScheduleFilter.MOST));
  }

  private void print(List<ScheduleView> schedules) {
    Table table = new Table("DAG", "SCHEDULE", "STATE", "DECLARED", "NEXT", "LAST", "OUTCOME", "LATE", "PAUSED BY");
    for (ScheduleView each : schedules) {
      SlotView last = each.last();
      table.row(each.dag(), each.name(), state(each), each.text(),
          each.next().isEmpty() ? "" : each.next().getFirst().time().toString(),
          last == null ? "" : last.last().toString(), last == null ? "" : SlotsCommand.outcome(last),
          each.late() == null ? "" : each.late().time() + " " + each.late().text(),
          Stream.concat(each.pauses().stream().map(PauseView::toString),
              each.maintenance().stream().filter(MaintenanceView::active).map(MaintenanceView::toString))
              .collect(Collectors.joining(", ")));
    }
    table.print(terminal());
  }

  private static String state(ScheduleView schedule) {
    return !schedule.pauses().isEmpty()
        ? "paused"
        : schedule.maintenance().stream().anyMatch(MaintenanceView::active) ? "in maintenance" : "active";
  }
}
