package io.tidemill.daemon.cli;

import io.tidemill.api.schedule.EndMaintenanceRequest;
import io.tidemill.api.schedule.MaintenancePlanView;
import io.tidemill.api.schedule.MaintenanceRequest;
import io.tidemill.api.schedule.MaintenanceView;
import io.tidemill.api.schedule.ResumeView;
import io.tidemill.api.schedule.ResumeView.Resumed;
import io.tidemill.api.schedule.ScheduleResource;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists, sets and ends maintenance windows.
@Command(name = "maintenance", description = {
    "Set a time in which no slot of a DAG, of the DAGs with a tag, or of all gets a run; without --to list such times.",
    "Slots that are due in it wait for its end, and then follow the catch-up rule of their schedule.",
    "Shows first what becomes of them. At a terminal it asks; elsewhere --yes is required."})
final class MaintenanceCommand extends Subcommand {
  @Mixin ScheduleScope scope = new ScheduleScope();

  @Option(names = "--from", paramLabel = "TIME", description = "When it begins: a date, a local time of --zone, or an instant. Default: now") String from = "";

  @Option(names = "--to", paramLabel = "TIME", description = "When it ends, not part of it") String to = "";

  @Option(names = "--zone", paramLabel = "ID", description = "IANA time zone of --from and --to. Default: UTC") String zone = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "What it is for") String reason = "";

  @Option(names = "--end", paramLabel = "ID", description = "Instead: end this window now, or call it off before it begins") String end = "";

  @Option(names = "--dry-run", description = "Show the plan only") boolean dryRun;

  @Mixin YesOption yes = new YesOption();

  MaintenanceCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException {
    boolean listed = end.isEmpty() && to.isEmpty() && from.isEmpty();
    String name = listed || !end.isEmpty() ? "" : scope.name();
    if (!name.isEmpty() && to.isEmpty()) {
      throw new BadInputException("Expected --to TIME, when the maintenance ends, but found none");
    }
    try (SchedulerConnection schedulerConnection = open(listed ? RunMode.READ : RunMode.COMMAND, "maintenance")) {
      ScheduleResource schedules = schedulerConnection.operations().schedules();
      if (listed) {
        list(schedules.maintenance());
      } else if (!end.isEmpty()) {
        MaintenanceView ended = schedules.endMaintenance(end, new EndMaintenanceRequest(ScheduleScope.user()));
        answer(ended, "maintenance " + ended.id() + " of " + ended.target() + " is over");
      } else {
        plan(schedules, name);
      }
      return ExitCode.GOOD;
    }
  }

  private void list(List<MaintenanceView> windows) {
    if (json()) {
      terminal().json(windows);
    } else if (windows.isEmpty()) {
      terminal().note("no maintenance is planned; `tidemill maintenance --all --to TIME` sets one");
    } else {
      Table table = new Table("ID", "OF", "FROM", "TO", "STATE", "BY", "REASON");
      windows.forEach(each -> table.row(each.id(), each.target(), each.from().toString(), each.to().toString(),
          each.active() ? "active" : "planned", each.by(), each.reason()));
      table.print(terminal());
    }
  }

  private void plan(ScheduleResource schedules, String name) throws IOException {
    // Named once, so that the plan and what is set are the same window.
    String begin = from.isEmpty() ? Instant.now().truncatedTo(ChronoUnit.SECONDS).toString() : from;
    MaintenancePlanView plan = schedules.maintain(request(begin, false));
    if (dryRun || !json()) {
      print(plan);
    }
    if (dryRun || !yes.confirmed(terminal(), "Set maintenance of " + name + "?")) {
      return;
    }
    MaintenancePlanView done = schedules.maintain(request(begin, true));
    MaintenanceView window = done.window();
    answer(done,
        "maintenance " + window.id() + " of " + window.target() + (done.changed() ? " set" : " was set already")
            + ": " + window.from() + " to " + window.to());
  }

  private MaintenanceRequest request(String begin, boolean apply) {
    return new MaintenanceRequest(scope.dag(), scope.tag(), scope.all ? Boolean.TRUE : null, begin, to, orNull(zone),
        orNull(reason), apply, ScheduleScope.user());
  }

  private void answer(Object json, String line) {
    if (json()) {
      terminal().json(json);
    } else {
      terminal().line(line);
    }
  }

  private void print(MaintenancePlanView plan) {
    if (json()) {
      terminal().json(plan);
      return;
    }
    if (!plan.dags().isEmpty()) {
      Table table = new Table("DAG", "SCHEDULE", "SLOTS", "FIRST", "LAST", "AFTERWARDS", "REASON");
      for (Resumed dag : plan.dags()) {
        for (ResumeView.Slots slots : dag.slots()) {
          table.row(dag.dag(), slots.schedule(), "" + slots.count(), slots.first().toString(),
              slots.count() == 1 ? "" : slots.last().toString(), slots.outcome().name(), why(slots.why()));
        }
      }
      table.print(terminal());
    }
    if (plan.count() > plan.dags().size()) {
      terminal().note("and " + Text.count(plan.count() - plan.dags().size(), "DAG") + " more");
    }
    terminal().line(plan.count() == 0
        ? "no slot is due in it"
        : "its end " + plan.summary() + "; runs that are active then may change that");
  }

  private static String why(@Nullable String why) {
    return why == null ? "" : why;
  }
}
