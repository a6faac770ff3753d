package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.schedule.PauseView;
import io.tidemill.api.schedule.ResumeRequest;
import io.tidemill.api.schedule.ResumeView;
import io.tidemill.api.schedule.ResumeView.Resumed;
import io.tidemill.api.schedule.ScheduleFilter;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import io.tidemill.engine.schedule.SlotOutcome;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Resumes paused schedules, or a quarantined DAG.
@Command(name = "resume", description = {"Resume paused schedules, or a quarantined DAG.",
    "Shows first what becomes of the slots that were due in the pause. At a terminal it asks; elsewhere --yes is required.",
    "Of a quarantined DAG start a program version that fixes the failure first; `doctor` shows which are, and why."})
final class ResumeCommand extends Subcommand {
  @Mixin ScheduleScope scope = new ScheduleScope();

  @Option(names = "--dry-run", description = "Show the plan only") boolean dryRun;

  @Mixin YesOption yes = new YesOption();

  ResumeCommand(Context context) {
    super(context);
  }

  @Override public Integer call() throws IOException {
    String name = scope.name();
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "resume")) {
      Operations operations = schedulerConnection.operations();
      boolean lifted = !scope.dag.isEmpty() && !dryRun && lifted(operations);
      if (lifted && !paused(operations)) {
        answer(Map.of("dag", scope.dag, "resumed", true), scope.dag + " resumed");
        return ExitCode.GOOD;
      }
      ResumeView plan = operations.schedules().resume(request(false));
      if (!plan.paused()) {
        throw RefusedException.of(Kind.CONFLICT, "wrong-state", "dag", scope.dag.isEmpty()
            ? "Expected a pause of " + name + ", but there is none; `tidemill schedules` shows what is paused"
            : "Expected a DAG that is quarantined or whose schedules are paused, but '" + scope.dag
                + "' is not; `tidemill schedules` shows what is paused by a tag or with all DAGs");
      }
      if (lifted && !json()) {
        terminal().line(scope.dag + " is no longer quarantined");
      }
      if (dryRun || !json()) {
        print(plan, "resume " + plan.summary());
      }
      if (dryRun || !yes.confirmed(terminal(), "Resume " + name + "?")) {
        return ExitCode.GOOD;
      }
      ResumeView done = operations.schedules().resume(request(true));
      answer(done, name + " resumed"
          + (done.summary().equals(plan.summary()) ? "" : ", which " + done.summary()));
      return ExitCode.GOOD;
    }
  }

  private boolean lifted(Operations operations) {
    if (operations.dags().get(scope.dag).quarantine() == null) {
      return false;
    }
    operations.dags().resume(scope.dag);
    return true;
  }

  /// Whether the tables tell that the DAG itself is paused. Its owner may be busy taking it again.
  private boolean paused(Operations operations) {
    return operations.schedules()
        .list(ScheduleFilter.of(scope.dag))
        .schedules()
        .stream()
        .anyMatch(each -> each.pauses().stream().anyMatch(pause -> pause.scope() == PauseView.Scope.DAG));
  }

  private ResumeRequest request(boolean apply) {
    return new ResumeRequest(scope.dag(), scope.tag(), scope.all, apply, ScheduleScope.user(),
        commandId());
  }

  private void answer(Object json, String line) {
    if (json()) {
      terminal().json(json);
    } else {
      terminal().line(line);
    }
  }

  private void print(ResumeView plan, String summary) {
    if (json()) {
      terminal().json(plan);
      return;
    }
    Table table = new Table("DAG", "SCHEDULE", "SLOTS", "FIRST", "LAST", "OUTCOME", "REASON");
    boolean any = false;
    for (Resumed dag : plan.dags()) {
      if (!dag.stays().isEmpty()) {
        table.row(dag.dag(), "", "", "", "", "stays paused",
            dag.stays().stream().map(Object::toString).collect(Collectors.joining(", ")));
        any = true;
      }
      if (dag.events() != null) {
        table.row(dag.dag(), "", "", "", "", SlotOutcome.RUN.name(), "events of " + dag.events());
        any = true;
      }
      for (ResumeView.Slots slots : dag.slots()) {
        table.row(dag.dag(), slots.schedule(), "" + slots.count(), slots.first().toString(),
            slots.count() == 1 ? "" : slots.last().toString(), slots.outcome().name(),
            slots.why() == null ? "" : slots.why());
        any = true;
      }
    }
    if (any) {
      table.print(terminal());
    }
    if (plan.count() > plan.dags().size()) {
      terminal().note("and " + Text.count(plan.count() - plan.dags().size(), "DAG") + " more");
    }
    terminal().line(summary);
  }
}
