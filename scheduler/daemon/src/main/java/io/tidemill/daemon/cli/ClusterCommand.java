package io.tidemill.daemon.cli;

import io.tidemill.api.cluster.ClusterView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import io.tidemill.dsl.text.DurationText;
import java.time.Duration;
import picocli.CommandLine.Command;

/// Shows the schedulers of the database.
@Command(name = "cluster", description = {
    "Show the schedulers of the database, how many partitions each owns, and how far its clock is from the database's.",
    "Exits with 1 where a partition has no owner: its DAGs stand still until a scheduler takes it."})
final class ClusterCommand extends Subcommand {
  ClusterCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection connection = open(RunMode.READ, "cluster")) {
      ClusterView cluster = connection.operations().cluster().get();
      if (json()) {
        terminal().json(cluster);
      } else {
        print(cluster);
      }
      return cluster.unowned() == 0 ? ExitCode.GOOD : ExitCode.FAILED;
    }
  }

  private void print(ClusterView cluster) {
    Table table = new Table("SCHEDULER", "HOST", "PARTITIONS", "STARTED", "CLOCK", "AGENTS", "");
    for (ClusterView.Scheduler each : cluster.schedulers()) {
      table.row(each.name(), Text.line(each.host()), each.partitions() + "/" + cluster.partitions(),
          each.started().toString().substring(0, 19) + "Z", offset(each), each.agents() == null ? "" : each.agents(),
          (each.name().equals(cluster.self()) ? "answers " : "") + (each.exclusive() ? "shares with no other" : ""));
    }
    for (ClusterView.Scheduler each : cluster.gone()) {
      table.row(each.name(), Text.line(each.host()), "gone", each.started().toString().substring(0, 19) + "Z", "", "",
          "");
    }
    table.print(terminal());
    if (cluster.unowned() > 0) {
      terminal().note(cluster.unowned() + (cluster.unowned() == 1 ? " partition has" : " partitions have")
          + " no owner now; the DAGs there stand still until a scheduler takes them");
    }
  }

  private static String offset(ClusterView.Scheduler each) {
    long millis = each.clockOffsetMillis();
    return millis == 0 ? "" : (millis > 0 ? "+" : "-") + DurationText.of(Duration.ofMillis(Math.abs(millis)));
  }
}
