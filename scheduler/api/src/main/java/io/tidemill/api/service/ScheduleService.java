package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.schedule.DrainRequest;
import io.tidemill.api.schedule.DrainView;
import io.tidemill.api.schedule.EndMaintenanceRequest;
import io.tidemill.api.schedule.LateSlotFilter;
import io.tidemill.api.schedule.LateSlotView;
import io.tidemill.api.schedule.MaintenancePlanView;
import io.tidemill.api.schedule.MaintenanceRequest;
import io.tidemill.api.schedule.MaintenanceView;
import io.tidemill.api.schedule.PauseRequest;
import io.tidemill.api.schedule.PauseResult;
import io.tidemill.api.schedule.PauseView;
import io.tidemill.api.schedule.ResumeRequest;
import io.tidemill.api.schedule.ResumeView;
import io.tidemill.api.schedule.ScheduleFilter;
import io.tidemill.api.schedule.SchedulePage;
import io.tidemill.api.schedule.SchedulePreview;
import io.tidemill.api.schedule.ScheduleResource;
import io.tidemill.api.schedule.ScheduleSummary;
import io.tidemill.api.schedule.ScheduleSummary.ComingSlot;
import io.tidemill.api.schedule.ScheduleSummary.PausedDag;
import io.tidemill.api.schedule.ScheduleView;
import io.tidemill.api.schedule.SlotFilter;
import io.tidemill.api.schedule.SlotPage;
import io.tidemill.api.schedule.SlotRange;
import io.tidemill.api.schedule.SlotView;
import io.tidemill.api.schedule.UpcomingView;
import io.tidemill.api.schedule.UpcomingView.Lane;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.engine.schedule.SlotOutcome;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.PauseEntry;
import io.tidemill.runtime.port.Projections.LateSlotRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Projections.SlotRow;
import io.tidemill.runtime.port.Queries;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Schedules: asked of the query tables and of what the active versions declare.
record ScheduleService(Store store, DagDirectory dags, RequestResolver found, DeclaredSchedules declared,
    SchedulePauses pauses, MaintenanceWindows windows) implements ScheduleResource {
  private static final int MOST_HOURS = 168;
  /// A slot that was late is shown beside its schedule for so long.
  private static final Duration LATELY = Duration.ofHours(24);

  /// A schedule with what belongs to it.
  private record Found(Catalog.Dag dag, ScheduleRow row, Graph graph, ScheduleNode node) {}

  @Override public SchedulePage list(ScheduleFilter filter) {
    limited("limit", filter.limit(), 1, ScheduleFilter.MOST);
    limited("next", filter.next(), 0, ScheduleFilter.MOST_NEXT);
    String after = filter.cursor() == null ? "" : SlotCursor.text(filter.cursor());
    List<ScheduleView> views = new ArrayList<>();
    String last = "";
    for (Found each : all(filter.dag())) {
      String place = each.dag.id() + " " + each.row.name();
      if (place.compareTo(after) <= 0 && !after.isEmpty()
          || filter.tag() != null && !each.graph.tags().contains(filter.tag())) {
        continue;
      }
      if (views.size() == filter.limit()) {
        return new SchedulePage(views, SlotCursor.write(last));
      }
      views.add(view(each, filter.next()));
      last = place;
    }
    return new SchedulePage(views, null);
  }

  /// Schedules by DAG and name. What the tables have and the active version has not is about to go.
  private List<Found> all(@Nullable String dag) {
    Map<Integer, Catalog.Dag> known = new HashMap<>();
    if (dag == null) {
      store.catalog().dags().forEach(each -> known.put(each.number(), each));
    } else {
      Catalog.Dag one = found.dag(dag);
      known.put(one.number(), one);
    }
    List<Found> all = new ArrayList<>();
    for (ScheduleRow row : store.queries().schedules(dag == null ? 0 : known.keySet().iterator().next())) {
      Catalog.Dag of = known.get(row.dag());
      Graph graph = of == null ? null : declared.graph(of);
      ScheduleNode node = DeclaredSchedules.schedule(graph, row.name());
      if (of != null && graph != null && node != null) {
        all.add(new Found(of, row, graph, node));
      }
    }
    all.sort(Comparator.comparing(each -> each.dag.id() + " " + each.row.name()));
    return all;
  }

  private ScheduleView view(Found each, int next) {
    ScheduleRow row = each.row;
    Instant decided = Instant.ofEpochMilli(Math.max(row.cursor(), -1L << 50));
    Instant now = Instant.now();
    // A slot whose jitter has not passed is still to come, and one that is due just now is about to be decided.
    Instant undecided = now.minus(Duration.ofMinutes(1));
    Instant jittered = undecided.minusMillis(each.node.jitterMillis());
    Instant after = row.pausedAt() != 0 ? now : decided.isAfter(jittered) ? decided : jittered;
    List<SlotRow> latest = store.queries().slots(row.dag(), row.name(), List.of(), null, 1);
    return new ScheduleView(each.dag.id(), row.name(), row.declaration(), row.zone(), text(each.graph.overlap()),
        DeclaredSchedules.slots(each.dag.id(), each.node, after, Instant.MAX, undecided, next), row.waiting(),
        latest.isEmpty() ? null : slot(latest.getFirst()),
        late(row.dag(), row.name(), LATELY, 1).findFirst().orElse(null),
        pauses(each.dag.id(), row), windows.of(each.dag, row));
  }

  private Stream<LateSlotView> late(int dag, @Nullable String schedule, Duration within, int limit) {
    return store.queries()
        .lateSlots(dag, schedule, Instant.now().minus(within).toEpochMilli(), limit)
        .stream()
        .map(this::late);
  }

  private LateSlotView late(LateSlotRow row) {
    RunStatus status = row.run() == 0
        ? null
        : store.queries().statuses(row.dag(), List.of(row.run())).get(row.run());
    return new LateSlotView(dags.byNumber(row.dag()).id(), row.schedule(), row.kind(), Instant.ofEpochMilli(row.time()),
        Instant.ofEpochMilli(row.last()), row.count(), Instant.ofEpochMilli(row.time() + row.limitMillis()),
        row.cause(), row.cause().text(), row.run() == 0 ? null : Long.valueOf(row.run()), status,
        Instant.ofEpochMilli(row.notedAt()));
  }

  private static String text(OverlapNode overlap) {
    return overlap.policy().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (overlap.limit() > 0 ? " " + overlap.limit() : "");
  }

  static List<PauseView> pauses(String dag, ScheduleRow row) {
    return row.pauses().stream().map(each -> pause(dag, each)).toList();
  }

  private static PauseView pause(String dag, PauseEntry entry) {
    String tag = entry.tag();
    PauseView.Scope scope = tag == null
        ? PauseView.Scope.DAG
        : tag.isEmpty() ? PauseView.Scope.ALL : PauseView.Scope.TAG;
    return new PauseView(scope, tag == null ? dag : tag, Instant.ofEpochMilli(entry.since()), entry.by());
  }

  private SlotView slot(SlotRow row) {
    Queries.Backfilled backfilled = row.outcome() == SlotOutcome.RUN
        ? null
        : store.queries().backfilled(row.dag(), row.schedule(), row.time(), row.last() + 1);
    return new SlotView(dags.byNumber(row.dag()).id(), row.schedule(), Instant.ofEpochMilli(row.time()),
        Instant.ofEpochMilli(row.last()), row.count(), row.outcome(), row.reason(),
        row.reason() == null ? null : row.reason().text(), row.run() == 0 ? null : Long.valueOf(row.run()),
        backfilled == null ? null : new SlotView.Backfilled(backfilled.slots(), backfilled.run()),
        Instant.ofEpochMilli(row.decidedAt()));
  }

  @Override public UpcomingView upcoming(int hours, @Nullable String dag) {
    limited("hours", hours, 1, MOST_HOURS);
    Instant from = Instant.now();
    Instant to = from.plus(Duration.ofHours(hours));
    List<Lane> lanes = new ArrayList<>();
    for (Found each : all(dag)) {
      List<ScheduleView.NextSlot> slots = DeclaredSchedules.slots(each.dag.id(), each.node,
          from.minusMillis(each.node.jitterMillis()), to, from,
          UpcomingView.MOST_COUNTED);
      if (slots.isEmpty()) {
        continue;
      }
      if (lanes.size() == UpcomingView.MOST) {
        return new UpcomingView(from, to, lanes, true);
      }
      lanes.add(new Lane(each.dag.id(), each.row.name(), each.row.declaration(), each.row.zone(),
          slots.stream().limit(UpcomingView.MOST_SLOTS).toList(), slots.size(), pauses(each.dag.id(), each.row),
          windows.of(each.dag, each.row)));
    }
    return new UpcomingView(from, to, lanes, false);
  }

  @Override public List<SchedulePreview> preview(String dag, String from, String to) {
    Catalog.Dag known = found.active(dag);
    List<MaintenanceView> maintenance = store.queries()
        .schedules(known.number())
        .stream()
        .limit(1)
        .flatMap(row -> windows.of(known, row).stream())
        .toList();
    return found.compiled(known, known.active())
        .graph()
        .schedules()
        .stream()
        .map(schedule -> {
          SlotRange range = SlotRange.of(from, to, ZoneId.of(schedule.zone()));
          return SchedulePreview.of(dag, schedule, range.from(), range.to(), maintenance);
        })
        .toList();
  }

  @Override public SlotPage slots(SlotFilter filter) {
    limited("limit", filter.limit(), 1, SlotFilter.MOST);
    String id = filter.dag();
    String cursor = filter.cursor();
    List<SlotRow> rows = store.queries()
        .slots(id == null ? 0 : found.dag(id).number(), filter.schedule(), filter.outcome(),
            cursor == null ? null : SlotCursor.read(cursor), filter.limit() + 1);
    boolean more = rows.size() > filter.limit();
    List<SlotRow> shown = more ? rows.subList(0, filter.limit()) : rows;
    return new SlotPage(shown.stream().map(this::slot).toList(), more ? SlotCursor.after(shown.getLast()) : null);
  }

  private static void limited(String field, int number, int least, int most) {
    if (number < least || number > most) {
      throw new RefusedException(Kind.INVALID, List.of(new ApiError("out-of-range", field,
          "Expected as " + field + " a number from " + least + " to " + most + ", but found " + number, "" + number,
          least + " to " + most)));
    }
  }

  @Override public List<LateSlotView> late(LateSlotFilter filter) {
    limited("hours", filter.hours(), 1, LateSlotFilter.MOST_HOURS);
    limited("limit", filter.limit(), 1, LateSlotFilter.MOST);
    String id = filter.dag();
    return late(id == null ? 0 : found.dag(id).number(), filter.schedule(), Duration.ofHours(filter.hours()),
        filter.limit()).toList();
  }

  @Override public PauseResult pause(PauseRequest request) {
    return pauses.pause(request);
  }

  @Override public ResumeView resume(ResumeRequest request) {
    return pauses.resume(request);
  }

  @Override public List<MaintenanceView> maintenance() {
    return windows.list(store.queries().schedules(0));
  }

  @Override public MaintenancePlanView maintain(MaintenanceRequest request) {
    return windows.maintain(request);
  }

  @Override public MaintenanceView endMaintenance(String window, EndMaintenanceRequest request) {
    return windows.end(window, request);
  }

  @Override public ScheduleSummary summary(@Nullable String dag) {
    int all = 0;
    int paused = 0;
    Map<String, List<PauseView>> pausedDags = new TreeMap<>();
    ScheduleRow next = null;
    List<ScheduleRow> rows = store.queries().schedules(dag == null ? 0 : found.dag(dag).number());
    for (ScheduleRow row : rows) {
      all++;
      if (!row.pauses().isEmpty()) {
        paused++;
        if (pausedDags.size() < ScheduleSummary.MOST) {
          String id = dags.byNumber(row.dag()).id();
          pausedDags.putIfAbsent(id, pauses(id, row));
        }
      } else if (row.dueAt() != 0 && (next == null || row.dueAt() < next.dueAt())) {
        next = row;
      }
    }
    return new ScheduleSummary(all, paused,
        pausedDags.entrySet().stream().map(each -> new PausedDag(each.getKey(), each.getValue())).toList(),
        pauses.ofGroups(rows).stream().map(each -> pause("", each)).toList(),
        windows.list(rows),
        late(dag == null ? 0 : found.dag(dag).number(), null, LATELY, ScheduleSummary.MOST).toList(),
        next == null
            ? null
            : new ComingSlot(dags.byNumber(next.dag()).id(), next.name(), Instant.ofEpochMilli(next.nextAt())));
  }

  @Override public DrainView active(@Nullable String dag, @Nullable String tag) {
    return pauses.active(dag, tag);
  }

  @Override public DrainView drain(DrainRequest request) {
    return pauses.drain(request);
  }
}
