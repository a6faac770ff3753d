package io.tidemill.api.service;

import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.error.UserText;
import io.tidemill.api.schedule.EndMaintenanceRequest;
import io.tidemill.api.schedule.MaintenancePlanView;
import io.tidemill.api.schedule.MaintenanceRequest;
import io.tidemill.api.schedule.MaintenanceView;
import io.tidemill.api.schedule.PauseView;
import io.tidemill.api.schedule.ResumeView;
import io.tidemill.api.schedule.ResumeView.Resumed;
import io.tidemill.api.service.ScheduleTargets.Target;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.engine.decide.MaintenancePlan;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.state.MaintenanceWindow;
import io.tidemill.engine.state.MaintenanceWindow.Stage;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.DagDirectory;
import io.tidemill.runtime.GroupPauses;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.MaintenanceEntry;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Maintenance windows: set and ended by telling the partitions, listed as these know them.
record MaintenanceWindows(Store store, Commands commands, GroupPauses groups, OwnerQueries owner, DagDirectory dags,
    ScheduleTargets targets) {
  /// The longest window.
  static final Duration LONGEST = Duration.ofDays(366);

  MaintenancePlanView maintain(MaintenanceRequest request) {
    Target target = targets.of(request);
    Instant now = Instant.now();
    ZoneId zone = zone(request.zone());
    Instant from = request.from() == null ? now : ZonedTime.parse("from", request.from(), zone);
    Instant to = ZonedTime.parse("to", request.to(), zone);
    refuseUnfit(from, to, now);
    MaintenanceWindow window = window(target, from, to, request);
    List<ResumePlanned> plans = new ArrayList<>();
    List<Resumed> concerned = new ArrayList<>();
    for (Catalog.Dag dag : targets.scheduled(target)) {
      Graph graph = targets.declared().graph(dag);
      ResumePlanned plan = MaintenancePlan.of(dag.id(), graph == null ? List.of() : graph.schedules(),
          Math.max(window.from(), now.toEpochMilli()), window.until());
      if (!plan.slots().isEmpty()) {
        plans.add(plan);
        concerned.add(new Resumed(dag.id(), SchedulePauses.slots(plan), null, List.of()));
      }
    }
    if (request.apply()) {
      refuseMany();
    }
    boolean changed = request.apply()
        && Answered.of(commands, groups.maintain(window, target.dag(), CurrentRequest.origin()));
    concerned.sort(Comparator.comparing(Resumed::dag));
    return new MaintenancePlanView(view(MaintenanceEntry.of(window), target.dag()), request.apply(), changed,
        ResumeSummary.of(plans), concerned.stream().limit(ResumeView.MOST).toList(), concerned.size());
  }

  MaintenanceView end(String id, EndMaintenanceRequest request) {
    String by = UserText.USER.checked(request.by());
    MaintenanceWindow known = all().get(id);
    if (known == null) {
      throw RefusedException.of(Kind.NOT_FOUND, "unknown-maintenance", "window",
          "Expected a maintenance window, but there is no '" + id + "'; `tidemill maintenance` lists them");
    }
    Catalog.Dag dag = known.dag() == 0 ? null : dags.byNumber(known.dag());
    Answered.of(commands, groups.endMaintenance(id, dag, by == null ? "" : by, CurrentRequest.origin()));
    Instant now = Instant.now();
    MaintenanceWindow ended = known.stage() == Stage.ENDED ? known : known.ended(now.toEpochMilli());
    return view(MaintenanceEntry.of(ended), dag);
  }

  /// Windows of a DAG that the tables tell, which are planned or last.
  List<MaintenanceView> of(Catalog.Dag dag, ScheduleRow row) {
    long now = Instant.now().toEpochMilli();
    return row.maintenance().stream().filter(each -> each.until() > now).map(each -> view(each, dag)).toList();
  }

  /// Windows by their ids. Each partition is told of each that is about a group; one that was interrupted in between has it in some only.
  ///
  /// @throws RefusedException if the owner of a partition did not answer
  private Map<String, MaintenanceWindow> all() {
    Map<String, MaintenanceWindow> all = new TreeMap<>();
    for (int partition = 0; partition < store.partitions(); partition++) {
      List<MaintenanceWindow> found = owner.maintenance(partition);
      if (found == null) {
        throw RefusedException.of(Kind.UNAVAILABLE, "unavailable", "", "Expected the maintenance windows of partition "
            + partition + ", but its owner did not answer; ask again");
      }
      found.forEach(each -> all.merge(each.id(), each, (one, other) -> one.stage() == Stage.ENDED ? other : one));
    }
    return all;
  }

  /// Windows that are planned or last, by their begin, as far as they are known: where a process only reads, that is what the tables tell of
  /// schedules.
  List<MaintenanceView> list(List<ScheduleRow> schedules) {
    Map<String, MaintenanceView> all = new TreeMap<>();
    for (int partition = 0; partition < store.partitions(); partition++) {
      List<MaintenanceWindow> found = owner.maintenance(partition);
      (found == null ? List.<MaintenanceWindow>of() : found).stream()
          .filter(each -> each.stage() != Stage.ENDED)
          .forEach(each -> all.put(each.id(),
              view(MaintenanceEntry.of(each), each.dag() == 0 ? null : dags.byNumber(each.dag()))));
    }
    for (ScheduleRow row : schedules) {
      of(dags.byNumber(row.dag()), row).forEach(each -> all.putIfAbsent(each.id(), each));
    }
    return all.values()
        .stream()
        .sorted(Comparator.comparing(MaintenanceView::from).thenComparing(MaintenanceView::id))
        .toList();
  }

  /// @param dag the DAG that it is about, where it is about one
  private MaintenanceView view(MaintenanceEntry window, Catalog.@Nullable Dag dag) {
    String tag = window.tag();
    PauseView.Scope scope = tag == null
        ? PauseView.Scope.DAG
        : tag.isEmpty() ? PauseView.Scope.ALL : PauseView.Scope.TAG;
    long now = Instant.now().toEpochMilli();
    return new MaintenanceView(window.id(), scope, tag == null ? dag == null ? "" : dag.id() : tag,
        Instant.ofEpochMilli(window.from()), Instant.ofEpochMilli(window.until()),
        window.from() <= now && now < window.until(), window.by(), window.reason());
  }

  private static MaintenanceWindow window(Target target, Instant from, Instant to, MaintenanceRequest request) {
    String reason = UserText.REASON.checked(request.reason());
    Catalog.Dag dag = target.dag();
    String content = (dag == null ? "tag " + target.tag() : "dag " + dag.number()) + " " + from + " " + to;
    return new MaintenanceWindow(id(content), dag == null ? 0 : dag.number(),
        target.tag(), from.toEpochMilli(), to.toEpochMilli(), reason == null ? "" : reason,
        SchedulePauses.by(request));
  }

  /// A name that no two windows share: one that found the name of another known would be answered as set, and be nowhere.
  static String id(String content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "m-" + HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static void refuseUnfit(Instant from, Instant to, Instant now) {
    if (!from.isBefore(to)) {
      throw refused("bad-range", "Expected a maintenance window that begins before it ends, but found " + from + " to "
          + to);
    }
    if (!to.isAfter(now)) {
      throw refused("bad-range", "Expected a maintenance window that ends in the future, but found " + to
          + "; what was due by then is decided");
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw refused("too-long", "Expected a maintenance window of at most " + LONGEST.toDays() + " days, but found "
          + Duration.between(from, to).toDays() + " days; pause instead, which lasts until somebody resumes");
    }
  }

  private void refuseMany() {
    long open = all().values().stream().filter(each -> each.stage() != Stage.ENDED).count();
    if (open >= MaintenanceWindow.MOST) {
      throw RefusedException.of(Kind.CONFLICT, "too-many", "", "Expected at most " + MaintenanceWindow.MOST
          + " maintenance windows that are planned or last, but there are " + open + "; end some first");
    }
  }

  private static ZoneId zone(@Nullable String id) {
    if (id == null || ZoneId.getAvailableZoneIds().contains(id)) {
      return ZoneId.of(id == null ? "UTC" : id);
    }
    String hint = NearestName.hint(id, ZoneId.getAvailableZoneIds());
    throw new RefusedException(Kind.INVALID, List.of(new ApiError("unknown-zone", "zone",
        "Expected an IANA time zone such as Europe/Berlin, but found '" + id + "'"
            + (hint.isEmpty() ? "" : "; " + hint),
        id, "")));
  }

  private static RefusedException refused(String code, String message) {
    return RefusedException.of(Kind.INVALID, code, "to", message);
  }
}
