package io.tidemill.daemon.cli;

import io.tidemill.api.Operations;
import io.tidemill.api.schedule.LateSlotFilter;
import io.tidemill.api.schedule.LateSlotView;
import io.tidemill.api.schedule.SlotFilter;
import io.tidemill.api.schedule.SlotPage;
import io.tidemill.api.schedule.SlotView;
import io.tidemill.daemon.boot.RunMode;
import io.tidemill.daemon.render.Table;
import io.tidemill.engine.schedule.SlotOutcome;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists slots that were decided.
@Command(name = "slots", description = {
    "List the slots of a DAG that were decided, newest first: what became of each, and why.",
    "`tidemill schedule DAG` shows those to come."})
final class SlotsCommand extends Subcommand {
  @Parameters(index = "0", arity = "0..1", paramLabel = "DAG", description = "DAG (default: all DAGs)") String dag = "";

  @Option(names = "--schedule", paramLabel = "NAME", description = "Only this schedule of the DAG") String schedule = "";

  @Option(names = "--outcome", paramLabel = "OUTCOME", description = "Only slots with this outcome; repeatable: ${COMPLETION-CANDIDATES}") List<SlotOutcome> outcomes = List
      .of();

  @Option(names = "--limit", paramLabel = "N", description = "Maximum number of entries, 1 to 500. Default: 50") int limit = SlotFilter.DEFAULT;

  @Option(names = "--after", paramLabel = "CURSOR", description = "Go on behind an earlier answer: its `next`") String after = "";

  @Option(names = "--late", description = "Instead: the slots of the last week that were late, and with what") boolean late;

  SlotsCommand(Context context) {
    super(context);
  }

  @Override public Integer call() {
    try (SchedulerConnection schedulerConnection = open(RunMode.READ, "slots")) {
      if (late) {
        return late(schedulerConnection.operations());
      }
      SlotPage page = schedulerConnection.operations()
          .schedules()
          .slots(new SlotFilter(orNull(dag), orNull(schedule), outcomes, orNull(after), limit));
      if (json()) {
        terminal().json(page);
      } else if (page.slots().isEmpty()) {
        terminal().note("no slots were decided yet; `tidemill schedules` shows which come next");
      } else {
        print(page);
      }
      return ExitCode.GOOD;
    }
  }

  private int late(Operations operations) {
    if (!outcomes.isEmpty() || !after.isEmpty()) {
      throw new BadInputException(
          "Expected --late alone or with --schedule and --limit, but found it with --outcome or --after");
    }
    List<LateSlotView> slots = operations.schedules()
        .late(new LateSlotFilter(orNull(dag), orNull(schedule), LateSlotFilter.DEFAULT_HOURS, limit));
    if (json()) {
      terminal().json(slots);
    } else if (slots.isEmpty()) {
      terminal()
          .note("no slot was late in the last week; a schedule expects something with startBy(…) and finishBy(…)");
    } else {
      Table table = new Table("DAG", "SCHEDULE", "SLOT", "LAST", "SLOTS", "LATE", "BY", "RUN", "STATUS", "THEN");
      for (LateSlotView slot : slots) {
        table.row(slot.dag(), slot.schedule(), slot.time().toString(),
            slot.count() == 1 ? "" : slot.last().toString(), "" + slot.count(), slot.kind().text(),
            slot.due().toString(), slot.run() == null ? "" : slot.dag() + "/" + slot.run(),
            slot.status() == null ? "" : slot.status().name(), slot.why());
      }
      table.print(terminal());
    }
    return ExitCode.GOOD;
  }

  private void print(SlotPage page) {
    Table table = new Table("DAG", "SCHEDULE", "SLOT", "LAST", "SLOTS", "OUTCOME", "RUN", "REASON");
    for (SlotView slot : page.slots()) {
      table.row(slot.dag(), slot.schedule(), slot.time().toString(),
          slot.count() == 1 ? "" : slot.last().toString(), "" + slot.count(), slot.outcome().name(),
          slot.run() == null ? "" : slot.dag() + "/" + slot.run(), slot.about());
    }
    table.print(terminal());
    if (page.next() != null) {
      terminal().note("more: --after " + page.next());
    }
  }

  /// What became of it, with its run or reason.
  static String outcome(SlotView slot) {
    return slot.outcome() + (slot.run() == null
        ? slot.about().isEmpty() ? "" : ": " + slot.about()
        : " " + slot.dag() + "/" + slot.run());
  }
}
