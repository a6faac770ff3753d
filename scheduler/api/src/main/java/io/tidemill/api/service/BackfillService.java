package io.tidemill.api.service;

import io.tidemill.api.backfill.BackfillChangeRequest;
import io.tidemill.api.backfill.BackfillFilter;
import io.tidemill.api.backfill.BackfillPlanView;
import io.tidemill.api.backfill.BackfillPlanView.PlannedSlots;
import io.tidemill.api.backfill.BackfillRequest;
import io.tidemill.api.backfill.BackfillResource;
import io.tidemill.api.backfill.BackfillView;
import io.tidemill.api.backfill.BackfillView.Progress;
import io.tidemill.api.backfill.BackfilledFilter;
import io.tidemill.api.backfill.BackfilledPage;
import io.tidemill.api.backfill.BackfilledPage.BackfilledSlot;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.error.UserText;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.engine.graph.CompiledGraph;
import io.tidemill.engine.input.CancelBackfill;
import io.tidemill.engine.input.CreateBackfill;
import io.tidemill.engine.input.PauseBackfill;
import io.tidemill.engine.input.ResumeBackfill;
import io.tidemill.engine.reply.BackfillAccepted;
import io.tidemill.engine.reply.BackfillPlanned;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import io.tidemill.engine.state.SlotRef;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Projections.BackfillRow;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Queries;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Backfills: asked of the query tables, ordered of the scheduler.
record BackfillService(SchedulerNode node, CommandSender sender, DagDirectory dags,
    RequestResolver found) implements BackfillResource {
  @Override public List<BackfillView> list(BackfillFilter filter) {
    refuseOutside("limit", filter.limit(), 1, BackfillFilter.MOST);
    String id = filter.dag();
    return queries().backfills(id == null ? 0 : found.dag(id).number(), filter.limit())
        .stream()
        .map(row -> view(dags.byNumber(row.dag()).id(), row))
        .toList();
  }

  private Queries queries() {
    return node.store().queries();
  }

  @Override public BackfillView get(String dag, long backfill) {
    return view(dag, row(found.dag(dag), backfill));
  }

  private BackfillRow row(Catalog.Dag dag, long backfill) {
    BackfillRow row = queries().backfill(dag.number(), backfill);
    if (row == null) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-backfill", "backfill",
          "Expected a backfill of DAG '" + dag.id() + "', but there is no backfill " + backfill);
    }
    return row;
  }

  private static BackfillView view(String dag, BackfillRow row) {
    var counts = row.counts();
    return new BackfillView(dag, row.backfill(), row.schedule(), row.zone(), Instant.ofEpochMilli(row.from()),
        Instant.ofEpochMilli(row.until()), row.reprocess(), row.order(), row.concurrency(), row.status(), row.by(),
        Instant.ofEpochMilli(row.createdAt()), instant(row.endedAt()),
        new Progress(row.totals().slots(), row.waiting(), row.active(), counts.success(), counts.failed(),
            counts.cancelled(), counts.skipped(), row.totals().adopted(), row.totals().skipped()));
  }

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  @Override public BackfilledPage slots(String dag, long backfill, BackfilledFilter filter) {
    refuseOutside("limit", filter.limit(), 1, BackfilledFilter.MOST);
    Catalog.Dag known = found.dag(dag);
    BackfillRow row = row(known, backfill);
    Long before = filter.before();
    List<RunRow> runs = queries().runsOfBackfill(known.number(), backfill, filter.status(),
        before == null ? Long.MAX_VALUE : before, filter.limit() + 1);
    boolean more = runs.size() > filter.limit();
    List<RunRow> shown = more ? runs.subList(0, filter.limit()) : runs;
    return new BackfilledPage(shown.stream().map(run -> slot(row.zone(), run)).toList(),
        more ? Long.valueOf(shown.getLast().run()) : null);
  }

  private static BackfilledSlot slot(String zone, RunRow run) {
    SlotRef slot = run.slot();
    Instant time = Instant.ofEpochMilli(slot == null ? 0 : slot.time());
    return new BackfilledSlot(time, ZonedTime.local(time, zone), run.run(), run.status(), instant(run.startedAt()),
        instant(run.endedAt()), run.cause());
  }

  @Override public BackfillPlanView plan(BackfillRequest request) {
    Catalog.Dag dag = found.active(request.dag());
    CompiledGraph compiled = found.compiled(dag, dag.active());
    ScheduleNode schedule = schedule(dag, compiled, request.schedule());
    CreateBackfill command = command(request, dag, compiled, schedule, false);
    BackfillPlanned planned = sender.submit(BackfillPlanned.class, dag, request, command, "schedule");
    return new BackfillPlanView(dag.id(), schedule.name(), schedule.zone(), Instant.ofEpochMilli(command.from()),
        Instant.ofEpochMilli(command.until()),
        planned.slots().stream().map(slots -> planned(schedule.zone(), slots)).toList(), planned.totals().run(),
        planned.totals().adopted(), planned.totals().skipped(), planned.plan());
  }

  private static PlannedSlots planned(String zone, BackfillPlanned.Slots slots) {
    Instant first = Instant.ofEpochMilli(slots.first());
    return new PlannedSlots(first, Instant.ofEpochMilli(slots.last()), ZonedTime.local(first, zone), slots.count(),
        slots.reason().fate(), slots.reason(), slots.reason().text(),
        slots.run() == 0 ? null : Long.valueOf(slots.run()));
  }

  @Override public BackfillView create(BackfillRequest request) {
    Catalog.Dag dag = found.active(request.dag());
    CompiledGraph compiled = found.compiled(dag, dag.active());
    BackfillPlanned created = sender.submit(BackfillPlanned.class, dag, request,
        command(request, dag, compiled, schedule(dag, compiled, request.schedule()), true), "schedule");
    sender.awaitTables(dag);
    return get(dag.id(), created.backfill());
  }

  private static CreateBackfill command(BackfillRequest request, Catalog.Dag dag, CompiledGraph compiled,
      ScheduleNode schedule, boolean apply) {
    ZoneId zone = ZoneId.of(schedule.zone());
    int concurrency = or(request.concurrency(), BackfillRequest.DEFAULT_CONCURRENT);
    refuseOutside("concurrency", concurrency, 1, BackfillRequest.MOST_CONCURRENT);
    int maxRuns = or(request.maxRuns(), BackfillRequest.DEFAULT_RUNS);
    refuseOutside("maxRuns", maxRuns, 1, BackfillRequest.MOST_RUNS);
    Reprocess reprocess = request.reprocess();
    SlotOrder order = request.order();
    return new CreateBackfill(dag.number(), schedule.name(),
        ZonedTime.parse("from", request.from(), zone).toEpochMilli(),
        ZonedTime.parse("to", request.to(), zone).toEpochMilli(), reprocess == null ? Reprocess.MISSING : reprocess,
        order == null ? SlotOrder.OLDEST_FIRST : order, concurrency,
        GivenParams.some(compiled, request.params(), request.pairs()), maxRuns, by(request.by()), apply, request.plan(),
        null);
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  /// The schedule that is named, or the only one.
  private static ScheduleNode schedule(Catalog.Dag dag, CompiledGraph compiled, @Nullable String name) {
    List<ScheduleNode> schedules = compiled.graph().schedules();
    if (schedules.isEmpty()) {
      throw RefusedException.of(Kind.CONFLICT, "no-schedule", "dag", "Expected a DAG with a schedule, but '" + dag.id()
          + "' declares none; a backfill runs slots of a schedule");
    }
    if (name == null && schedules.size() == 1) {
      return schedules.getFirst();
    }
    List<String> names = schedules.stream().map(ScheduleNode::name).toList();
    for (ScheduleNode schedule : schedules) {
      if (schedule.name().equals(name)) {
        return schedule;
      }
    }
    String hint = name == null ? "" : NearestName.hint(name, names);
    throw new RefusedException(Kind.INVALID, List.of(new ApiError("unknown-schedule", "schedule",
        "Expected one of the schedules " + String.join(", ", names) + ", but found "
            + (name == null ? "no choice" : "'" + name + "'") + (hint.isEmpty() ? "" : "; " + hint),
        name == null ? "" : name, String.join(", ", names))));
  }

  private static void refuseOutside(String field, int found, int least, int most) {
    if (found < least || found > most) {
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("out-of-range", field,
          "Expected " + field + " from " + least + " to " + most + ", but found " + found, "" + found,
          least + " to " + most)));
    }
  }

  private static String by(@Nullable String given) {
    String by = UserText.USER.checked(given);
    return by == null ? "" : by;
  }

  @Override public BackfillView pause(String dag, long backfill, BackfillChangeRequest request) {
    Catalog.Dag known = found.dag(dag);
    return after(known, sender.submit(BackfillAccepted.class, known, request,
        new PauseBackfill(known.number(), backfill, by(request.by())), "backfill"));
  }

  @Override public BackfillView resume(String dag, long backfill, BackfillChangeRequest request) {
    Catalog.Dag known = found.dag(dag);
    return after(known, sender.submit(BackfillAccepted.class, known, request,
        new ResumeBackfill(known.number(), backfill, by(request.by())), "backfill"));
  }

  @Override public BackfillView cancel(String dag, long backfill, BackfillChangeRequest request) {
    Catalog.Dag known = found.dag(dag);
    return after(known, sender.submit(BackfillAccepted.class, known, request,
        new CancelBackfill(known.number(), backfill, by(request.by())), "backfill"));
  }

  private BackfillView after(Catalog.Dag dag, BackfillAccepted accepted) {
    sender.awaitTables(dag);
    return get(dag.id(), accepted.backfill());
  }
}
