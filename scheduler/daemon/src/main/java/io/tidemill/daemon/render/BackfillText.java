package io.tidemill.daemon.render;

import io.tidemill.api.backfill.BackfillPlanView;
import io.tidemill.api.backfill.BackfillView;
import io.tidemill.api.backfill.BackfillView.Progress;
import io.tidemill.api.backfill.BackfilledPage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Backfills and their plans as people read them.
public final class BackfillText {
  private BackfillText() {}

  /// The plan of a backfill: each slot, or consecutive ones with one fate.
  public static void plan(BackfillPlanView plan, Terminal terminal) {
    Table table = new Table("SLOT", "LAST", "SLOTS", "WHAT", "WHY", "RUN");
    for (BackfillPlanView.PlannedSlots slots : plan.slots()) {
      Long run = slots.run();
      table.row(slots.local(), slots.count() == 1 ? "" : local(slots.last(), plan.zone()), "" + slots.count(),
          word(slots.fate().name()), slots.reason(), run == null ? "" : plan.dag() + "/" + run);
    }
    table.print(terminal);
    terminal.line(plan.run() + " to run, " + plan.adopt() + " adopted, " + plan.skip() + " skipped of "
        + Text.count(plan.run() + plan.adopt() + plan.skip(), "slot") + " of schedule " + plan.schedule() + ", "
        + local(plan.from(), plan.zone()) + " to " + local(plan.to(), plan.zone()));
    terminal.line("plan " + plan.plan());
  }

  /// Backfills, one a line.
  public static void list(List<BackfillView> backfills, Terminal terminal) {
    Table table = new Table("DAG", "BACKFILL", "STATUS", "DONE", "ACTIVE", "FAILED", "SCHEDULE", "FROM", "TO", "BY");
    for (BackfillView each : backfills) {
      Progress progress = each.progress();
      table.row(each.dag(), "" + each.backfill(), each.status().name(), progress.done() + " of " + progress.runs(),
          "" + progress.active(), "" + (progress.failed() + progress.cancelled()), each.schedule(),
          local(each.from(), each.zone()), local(each.to(), each.zone()), each.by());
    }
    table.print(terminal);
  }

  /// One backfill with slots that it ran.
  public static void one(BackfillView backfill, BackfilledPage slots, Terminal terminal) {
    Progress progress = backfill.progress();
    terminal.line("backfill " + backfill.backfill() + " of " + backfill.dag() + "  " + backfill.status());
    terminal.line("  schedule     " + backfill.schedule() + ", " + backfill.zone());
    terminal.line("  range        " + local(backfill.from(), backfill.zone()) + " to " + local(backfill.to(), backfill
        .zone()) + ", " + word(backfill.order().name()));
    terminal.line("  reprocess    " + word(backfill.reprocess().name()));
    terminal.line("  concurrency  " + backfill.concurrency());
    terminal.line("  slots        " + String.join(", ", parts(progress)));
    if (!slots.slots().isEmpty()) {
      Table table = new Table("SLOT", "RUN", "STATUS", "TOOK", "CAUSE");
      for (BackfilledPage.BackfilledSlot slot : slots.slots()) {
        String cause = slot.cause();
        table.row(slot.local(), backfill.dag() + "/" + slot.run(), slot.status().name(),
            Text.span(slot.startedAt(), slot.endedAt()), cause == null ? "" : cause);
      }
      table.print(terminal);
      if (slots.next() != null) {
        terminal.note("older ones are not shown; --limit shows more");
      }
    }
  }

  private static List<String> parts(Progress progress) {
    List<String> parts = new ArrayList<>();
    add(parts, progress.waiting(), "waiting");
    add(parts, progress.active(), "active");
    add(parts, progress.success(), "success");
    add(parts, progress.failed(), "failed");
    add(parts, progress.cancelled(), "cancelled");
    add(parts, progress.skipped(), "with nothing to do");
    add(parts, progress.adopted(), "adopted");
    add(parts, progress.leftOut(), "left out");
    return parts;
  }

  private static void add(List<String> parts, int count, String word) {
    if (count > 0) {
      parts.add(count + " " + word);
    }
  }

  private static String local(Instant time, String zone) {
    return OffsetDateTime.ofInstant(time, ZoneId.of(zone)).toString();
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
