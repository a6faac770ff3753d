package io.tidemill.daemon.render;

import io.tidemill.api.version.DeploymentView;
import io.tidemill.api.version.DeploymentView.DagStep;
import io.tidemill.runtime.diff.GraphChange;
import io.tidemill.runtime.diff.GraphChange.Detail;
import java.util.List;
import java.util.Locale;

/// Shows the plan of a deployment or rollback.
public final class PlanLines {
  private static final int MAX_CHANGES = 200;
  private static final int HASH_CHARS = 12;

  private PlanLines() {}

  /// Writes to the terminal.
  public static void print(DeploymentView plan, Terminal terminal) {
    plan.dags().forEach(step -> dag(step, plan, terminal));
    plan.warnings().forEach(warning -> terminal.line(terminal.paint(Style.BUSY, "! " + Text.line(warning))));
    if (!plan.idle()) {
      terminal.line("plan " + plan.plan());
    }
  }

  private static void dag(DagStep step, DeploymentView plan, Terminal terminal) {
    String name = Text.line(step.dag());
    if (step.from() != 0 && step.from() == step.to()) {
      terminal.line(name + ": version " + step.to() + " is active already");
      return;
    }
    String to = step.to() == 0 ? "a new version" : "version " + step.to();
    terminal.line(name + ": " + (step.from() == 0 ? "" : "version " + step.from() + " → ") + to + ", "
        + Text.count(step.tasks(), "task")
        + ", bundle " + plan.bundle().substring(0, Math.min(HASH_CHARS, plan.bundle().length())));
    step.changes().stream().limit(MAX_CHANGES).forEach(change -> change(change, terminal));
    if (step.changes().size() > MAX_CHANGES) {
      terminal.line("  … and " + (step.changes().size() - MAX_CHANGES) + " more changes");
    }
    if (step.changes().isEmpty()) {
      terminal.line("  same graph, different code");
    }
    step.slots().forEach(text -> terminal.line("  slots of " + Text.line(text)));
    if (step.live() > 0) {
      terminal.line("  " + Text.count(step.live(), "run") + " in flight " + (step.live() == 1 ? "stays" : "stay")
          + " on version " + step.from());
    }
  }

  private static void change(GraphChange change, Terminal terminal) {
    String what = Text.line((change.subject().name().toLowerCase(Locale.ROOT) + " " + change.name()).strip());
    List<Detail> details = change.details();
    switch (change.kind()) {
      case ADDED -> terminal.line(terminal.paint(Style.GOOD, "  + " + what) + described(details));
      case REMOVED -> terminal.line(terminal.paint(Style.BAD, "  - " + what));
      case CHANGED -> {
        terminal.line("  ~ " + what);
        details.forEach(detail -> terminal.line("      " + Text.line(detail(detail))));
      }
    }
  }

  private static String described(List<Detail> details) {
    return details.isEmpty()
        ? ""
        : Text.line("  (" + String.join("; ", details.stream().map(each -> each.what() + " " + each.after()).toList())
            + ")");
  }

  private static String detail(Detail detail) {
    if (detail.before().isEmpty()) {
      return detail.what() + ": + " + detail.after();
    }
    if (detail.after().isEmpty()) {
      return detail.what() + ": - " + detail.before();
    }
    return detail.what() + ": " + detail.before() + " → " + detail.after();
  }
}
