package io.tidemill.api.service;

import io.tidemill.api.audit.CurrentRequest;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.api.error.UserText;
import io.tidemill.api.run.CommandRequest;
import io.tidemill.api.schedule.DrainRequest;
import io.tidemill.api.schedule.DrainView;
import io.tidemill.api.schedule.PauseRequest;
import io.tidemill.api.schedule.PauseResult;
import io.tidemill.api.schedule.PauseView;
import io.tidemill.api.schedule.ResumeRequest;
import io.tidemill.api.schedule.ResumeView;
import io.tidemill.api.schedule.ResumeView.Resumed;
import io.tidemill.api.schedule.ScheduleTarget;
import io.tidemill.api.service.ScheduleTargets.Target;
import io.tidemill.engine.input.CancelRun;
import io.tidemill.engine.input.PauseSchedules;
import io.tidemill.engine.input.ResumeSchedules;
import io.tidemill.engine.reply.PauseAccepted;
import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.runtime.CommandId;
import io.tidemill.runtime.Commands;
import io.tidemill.runtime.GroupPauses;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.PauseEntry;
import io.tidemill.runtime.port.Projections.RunRow;
import io.tidemill.runtime.port.Projections.ScheduleRow;
import io.tidemill.runtime.port.RunStatus;
import io.tidemill.runtime.port.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Pauses, resumes and drains: of one DAG by a command to it, of a group by telling every partition.
record SchedulePauses(Store store, Commands commands, CommandSender sender, GroupPauses groups, OwnerQueries owner,
    ScheduleTargets targets) {
  private static final List<RunStatus> LIVE = List.of(RunStatus.RUNNING, RunStatus.CANCELLING);

  PauseResult pause(PauseRequest request) {
    Target target = targets.of(request);
    boolean changed = pause(target, request, request);
    List<String> concerned = targets.scheduled(target).stream().map(Catalog.Dag::id).toList();
    return new PauseResult(changed, concerned.stream().limit(PauseResult.MOST).toList(), concerned.size());
  }

  private boolean pause(Target target, ScheduleTarget request, CommandRequest command) {
    Catalog.Dag dag = target.dag();
    if (dag == null) {
      return Answered.of(commands,
          groups.pause(target.tag(), by(request), CommandSender.id(command), CurrentRequest.origin()));
    }
    boolean changed = sender.submit(PauseAccepted.class, dag, command, new PauseSchedules(dag.number(), by(request)))
        .changed();
    Answered.of(commands, commands.whenProjected(dag));
    return changed;
  }

  ResumeView resume(ResumeRequest request) {
    Target target = targets.of(request);
    Catalog.Dag dag = target.dag();
    if (dag == null) {
      return resumeGroup(target.tag(), request);
    }
    ResumePlanned planned = sender.submit(ResumePlanned.class, dag, request,
        new ResumeSchedules(dag.number(), by(request), request.apply()));
    boolean paused = planned.applied() || !request.apply() && planned.own();
    if (planned.applied()) {
      Answered.of(commands, commands.whenProjected(dag));
    }
    List<Resumed> resumed = paused
        ? List
            .of(new Resumed(dag.id(), slots(planned), events(planned), planned.paused() ? groupPauses(dag) : List.of()))
        : List.of();
    return new ResumeView(paused, planned.applied(), ResumeSummary.of(paused ? List.of(planned) : List.of()), resumed,
        resumed.size());
  }

  private ResumeView resumeGroup(String tag, ResumeRequest request) {
    CommandId command = CommandSender.id(request);
    boolean paused = ofGroups().containsKey(tag);
    List<ResumePlanned> plans = new ArrayList<>();
    List<Resumed> resumed = new ArrayList<>();
    List<Catalog.Dag> dags = store.catalog().dags();
    long now = Instant.now().toEpochMilli();
    for (int partition : dags.stream().map(Catalog.Dag::partition).distinct().toList()) {
      Map<Integer, ResumePlanned> found = owner.resumePlans(partition, tag, now);
      if (found == null) {
        throw RefusedException.of(Kind.UNAVAILABLE, "unavailable", "",
            "Expected the plan of partition " + partition
                + ", but its owner did not answer; nothing was done: ask again");
      }
      dags.stream().filter(dag -> found.containsKey(dag.number())).forEach(dag -> {
        ResumePlanned plan = Objects.requireNonNull(found.get(dag.number()));
        plans.add(plan);
        resumed.add(new Resumed(dag.id(), slots(plan), events(plan), plan.paused() ? others(dag, tag) : List.of()));
      });
    }
    boolean applied = request.apply()
        && Answered.of(commands, groups.resume(tag, by(request), command, CurrentRequest.origin()));
    resumed.sort(Comparator.comparing(Resumed::dag));
    return new ResumeView(applied || !request.apply() && paused, applied, ResumeSummary.of(plans),
        resumed.stream().limit(ResumeView.MOST).toList(), resumed.size());
  }

  static List<ResumeView.Slots> slots(ResumePlanned plan) {
    return plan.slots()
        .stream()
        .limit(Resumed.MOST_SLOTS)
        .map(each -> new ResumeView.Slots(each.schedule(), Instant.ofEpochMilli(each.first()),
            Instant.ofEpochMilli(each.last()), each.count(), each.outcome(),
            each.reason() == null ? null : each.reason().text()))
        .toList();
  }

  private static @Nullable String events(ResumePlanned plan) {
    return plan.events().isEmpty() ? null : plan.events();
  }

  private List<PauseView> groupPauses(Catalog.Dag dag) {
    return pauses(dag).stream().filter(pause -> pause.scope() != PauseView.Scope.DAG).toList();
  }

  private List<PauseView> others(Catalog.Dag dag, String tag) {
    return pauses(dag).stream()
        .filter(pause -> pause.scope() == PauseView.Scope.DAG || !pause.name().equals(tag))
        .toList();
  }

  private List<PauseView> pauses(Catalog.Dag dag) {
    List<ScheduleRow> rows = store.queries().schedules(dag.number());
    return rows.isEmpty() ? List.of() : ScheduleService.pauses(dag.id(), rows.getFirst());
  }

  DrainView drain(DrainRequest request) {
    Target target = targets.of(request);
    pause(target, request, request);
    return active(target, request.cancel());
  }

  DrainView active(@Nullable String dag, @Nullable String tag) {
    return active(targets.of(dag, tag, dag == null && tag == null), false);
  }

  private DrainView active(Target target, boolean cancel) {
    List<Catalog.Dag> dags = targets.dags(target);
    List<String> names = new ArrayList<>();
    List<CompletableFuture<?>> cancels = new ArrayList<>();
    int active = 0;
    for (Catalog.Dag dag : dags) {
      List<RunRow> live = store.queries().runs(dag.number(), LIVE, null, DrainView.MOST_COUNTED - active + 1);
      active = Math.min(DrainView.MOST_COUNTED, active + live.size());
      for (RunRow run : live) {
        if (names.size() < DrainView.MOST) {
          names.add(dag.id() + "/" + run.run());
        }
        if (cancel && run.status() == RunStatus.RUNNING) {
          cancels.add(commands.submit(dag, new CommandId(UUID.randomUUID().toString()),
              new CancelRun(dag.number(), run.run(), "its DAG was drained"), CurrentRequest.origin()));
        }
      }
    }
    Answered.of(commands, CompletableFuture.allOf(cancels.toArray(CompletableFuture[]::new)));
    return new DrainView(active, names, cancels.size());
  }

  /// Pauses of groups that last, by tag. Each partition is told of each; one that was interrupted in between has them in some only.
  ///
  /// @throws RefusedException if the owner of a partition did not answer
  private Map<String, PauseEntry> ofGroups() {
    Map<String, PauseEntry> groups = new TreeMap<>();
    for (int partition = 0; partition < store.partitions(); partition++) {
      List<PauseEntry> found = owner.groupPauses(partition);
      if (found == null) {
        throw RefusedException.of(Kind.UNAVAILABLE, "unavailable", "", "Expected the pauses of partition " + partition
            + ", but its owner did not answer; ask again");
      }
      found.forEach(each -> add(each, groups));
    }
    return groups;
  }

  /// The same as far as it is known: where a process only reads, that is what the tables tell of schedules.
  List<PauseEntry> ofGroups(List<ScheduleRow> schedules) {
    Map<String, PauseEntry> groups = new TreeMap<>();
    for (int partition = 0; partition < store.partitions(); partition++) {
      List<PauseEntry> found = owner.groupPauses(partition);
      (found == null ? List.<PauseEntry>of() : found).forEach(each -> add(each, groups));
    }
    schedules.stream().flatMap(row -> row.pauses().stream()).forEach(each -> add(each, groups));
    return List.copyOf(groups.values());
  }

  private static void add(PauseEntry pause, Map<String, PauseEntry> groups) {
    String tag = pause.tag();
    if (tag != null) {
      groups.merge(tag, pause, (one, other) -> one.since() <= other.since() ? one : other);
    }
  }

  static String by(ScheduleTarget request) {
    String by = UserText.USER.checked(request.by());
    return by == null ? "" : by;
  }
}
