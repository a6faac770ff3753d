package io.tidemill.daemon.cli;

import io.tidemill.api.asset.AssetConsumerView;
import io.tidemill.api.asset.AssetDetail;
import io.tidemill.api.asset.AssetEventRequest;
import io.tidemill.api.asset.AssetEventTaken;
import io.tidemill.api.asset.AssetEventView;
import io.tidemill.api.asset.AssetResource;
import io.tidemill.api.asset.AssetView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.daemon.render.Text;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists assets, shows one, or tells an event of one.
@Command(name = "asset", description = {
    "List assets, show one with its events, or tell that something outside updated it.",
    "DAGs that run on an asset are told each event."})
final class AssetCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Asset to show (default: list all)") String name = "";

  @Option(names = "--event", description = "Tell that something outside of Tidemill updated the asset") boolean event;

  @Option(names = "--note", paramLabel = "TEXT", description = "What is said about the event, up to 1,000 characters") String note = "";

  AssetCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    if (event && name.isEmpty()) {
      throw badInput("Expected the name of the asset that was updated, but found none; `tidemill asset` lists them");
    }
    if (!event && !note.isEmpty()) {
      throw badInput("Expected --note together with --event, but found it alone; add --event");
    }
    // No table holds the events: the owner of the asset knows them.
    try (SchedulerConnection schedulerConnection = open(RunMode.COMMAND, "asset")) {
      AssetResource assets = schedulerConnection.operations().assets();
      if (event) {
        tell(assets);
      } else if (name.isEmpty()) {
        list(assets.list());
      } else {
        show(assets.get(name));
      }
      return ExitCode.GOOD;
    }
  }

  private void tell(AssetResource assets) {
    AssetEventTaken taken = assets.tell(name, new AssetEventRequest(ScheduleScope.user(), note, commandId()));
    if (json()) {
      terminal().json(taken);
    } else {
      terminal().line(Text.line(taken.asset()) + " has event " + taken.event() + "; " + Text.count(taken.told(), "DAG")
          + (taken.told() == 1 ? " is" : " are") + " told");
    }
  }

  private void list(List<AssetView> assets) {
    if (json()) {
      terminal().json(assets);
      return;
    }
    if (assets.isEmpty()) {
      terminal().note("no assets; a task produces one with .produces(Asset.of(\"name\"))");
      return;
    }
    Table table = new Table("ASSET", "EVENTS", "LAST", "FROM", "PRODUCED BY", "RUNS", "WAITING");
    for (AssetView asset : assets) {
      AssetEventView last = asset.newest().isEmpty() ? null : asset.newest().getFirst();
      table.row(asset.asset(), "" + asset.events(), last == null ? "" : time(last),
          last == null ? "" : source(last), String.join(", ", asset.producers()),
          String.join(", ", asset.consumers()), String.join(", ", asset.waiting()));
    }
    table.print(terminal());
  }

  private void show(AssetDetail detail) {
    if (json()) {
      terminal().json(detail);
      return;
    }
    AssetView asset = detail.asset();
    terminal().line("asset " + asset.asset() + ", " + Text.count(asset.events(), "event"));
    terminal()
        .line("  produced by  " + (asset.producers().isEmpty() ? "nothing" : String.join(", ", asset.producers())));
    if (detail.consumers().isEmpty()) {
      terminal().line("  runs         nothing");
    }
    for (AssetConsumerView each : detail.consumers()) {
      terminal().line("  runs         " + Text.line(each.dag()) + " " + Text.line(each.condition())
          + "; with the next event it " + Text.line(each.next()));
    }
    if (!asset.newest().isEmpty()) {
      Table table = new Table("EVENT", "AT", "FROM", "STARTED", "NOTE");
      for (AssetEventView each : asset.newest()) {
        table.row("" + each.event(), time(each), source(each), started(detail, each), each.note());
      }
      table.print(terminal());
    }
  }

  /// The runs that an event started, alone or with others.
  private static String started(AssetDetail detail, AssetEventView event) {
    return detail.runs()
        .stream()
        .filter(run -> run.first() <= event.event() && event.event() <= run.last())
        .map(run -> run.dag() + "/" + run.run() + " " + run.status())
        .collect(Collectors.joining(", "));
  }

  private static String time(AssetEventView event) {
    return event.at().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String source(AssetEventView event) {
    return event.producer().isEmpty()
        ? event.by().isEmpty() ? "outside" : "outside, " + event.by()
        : event.producer();
  }
}
