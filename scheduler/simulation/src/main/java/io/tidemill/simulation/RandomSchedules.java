package io.tidemill.simulation;

import io.tidemill.dsl.AgentLost;
import io.tidemill.dsl.DaylightPolicy;
import io.tidemill.dsl.JoinRule;
import io.tidemill.dsl.code.SlotParamsCode;
import io.tidemill.dsl.graph.CatchUpMode;
import io.tidemill.dsl.graph.CatchUpNode;
import io.tidemill.dsl.graph.EdgeKind;
import io.tidemill.dsl.graph.EdgeNode;
import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.LatenessNode;
import io.tidemill.dsl.graph.OverlapNode;
import io.tidemill.dsl.graph.OverlapPolicy;
import io.tidemill.dsl.graph.QuietNode;
import io.tidemill.dsl.graph.RequiredSlotsNode;
import io.tidemill.dsl.graph.RetryNode;
import io.tidemill.dsl.graph.ScheduleKind;
import io.tidemill.dsl.graph.ScheduleNode;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.dsl.graph.TaskNode;
import io.tidemill.dsl.graph.TimeoutsNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Draws schedules, and the day on which a world plays: often one on which a zone switches its clocks.
final class RandomSchedules {
  private static final Instant ANY_DAY = Instant.ofEpochMilli(1_750_000_000_000L);
  /// Zones whose rules differ: by half an hour, at midnight, over Ramadan, by a whole day, and as most do.
  private static final List<String> ZONES = List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
      "Africa/Cairo", "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo", "Asia/Tehran", "America/St_Johns",
      "America/Santiago", "Pacific/Chatham", "Atlantic/Azores", "Asia/Gaza");

  private final SeededRandom chance;
  private final String zone;
  private final @Nullable ZoneOffsetTransition transition;
  private final Instant begin;

  RandomSchedules(SeededRandom chance) {
    this.chance = chance;
    zone = chance.of(ZONES);
    transition = chance.hits(0.7)
        ? ZoneId.of(zone)
            .getRules()
            .nextTransition(Instant.parse((2009 + chance.below(4)) + (chance.hits(0.5) ? "-01-01" : "-07-01")
                + "T00:00:00Z"))
        : null;
    begin = transition == null ? ANY_DAY : transition.getInstant().minusMillis(chance.between(0, 60_000));
  }

  /// When the world begins.
  Instant begin() {
    return begin;
  }

  /// What the zone's clocks do soon after that, null where they do nothing.
  @Nullable ZoneOffsetTransition transition() {
    return transition;
  }

  /// The zone whose clocks the world's cron schedules follow.
  String zone() {
    return zone;
  }

  /// The same graph, perhaps with schedules.
  ///
  /// @param before DAGs whose slots may be required
  /// @param lasts for how long there are slots, in milliseconds
  Graph add(Graph graph, List<String> before, long lasts) {
    List<ScheduleNode> schedules = new ArrayList<>();
    for (int i = chance.below(3); i > 0; i--) {
      schedules.add(schedule("schedule-" + i, before, begin.plusMillis(lasts)));
    }
    return new Graph(graph.schema(), graph.dag(), graph.doc(), graph.owner(), List.of("tag-" + chance.below(2)),
        graph.params(), schedules, graph.onAssets(), overlap(), graph.runDeadlineMillis(), graph.cancelGraceMillis(),
        graph.groups(),
        !schedules.isEmpty() && chance.hits(0.4) ? withSlotParams(graph.tasks()) : graph.tasks());
  }

  /// The same tasks behind one that makes the parameters of a run of its slot.
  private List<TaskNode> withSlotParams(List<TaskNode> tasks) {
    List<TaskNode> all = new ArrayList<>();
    all.add(new TaskNode(SlotParamsCode.TASK, TaskKind.SLOT_PARAMS, List.of(), JoinRule.ALL_SUCCESS, "P", List.of(),
        RetryNode.NONE, chance.hits(0.3) ? new TimeoutsNode(0, chance.between(500, 5_000), 0) : TimeoutsNode.NONE, "",
        0, List.of(), List.of(), "", AgentLost.RETRY, false, false, false, "", "", "", null));
    for (TaskNode task : tasks) {
      all.add(!task.edges().isEmpty()
          ? task
          : new TaskNode(task.id(), task.kind(),
              List.of(new EdgeNode(SlotParamsCode.TASK, EdgeKind.PARAMS, List.of())), task.joinRule(),
              task.resultType(), task.variants(), task.retry(), task.timeouts(), task.pool(), task.priority(),
              task.labels(), task.preferred(), task.queue(), task.onAgentLost(), task.isolated(), task.cpuBound(),
              task.allowFailure(), task.produces(), task.group(), task.doc(), task.place(), task.shard()));
    }
    return all;
  }

  private ScheduleNode schedule(String name, List<String> before, Instant end) {
    boolean cron = chance.hits(0.5);
    int seconds = (int) chance.between(10, 45);
    return new ScheduleNode(name, cron ? ScheduleKind.CRON : ScheduleKind.INTERVAL,
        cron ? "*/" + seconds + " * * * * *" : "PT" + seconds + "S", cron ? zone : "UTC",
        chance.of(List.of(DaylightPolicy.values())), cron ? "" : "1970-01-01T00:00:00Z",
        chance.hits(0.2) ? begin.minusSeconds(60).toString() : "", end.toString(),
        chance.hits(0.3) ? chance.between(1, 3_000) : 0, chance.hits(0.2), catchUp(), catchUp(), null,
        chance.hits(0.2) ? List.of(quiet()) : List.of(), requires(before),
        chance.hits(0.5) ? lateness() : null, "");
  }

  private List<RequiredSlotsNode> requires(List<String> before) {
    return before.isEmpty() || !chance.hits(0.3)
        ? List.of()
        : List.of(new RequiredSlotsNode(chance.of(before), "schedule-1"));
  }

  private LatenessNode lateness() {
    return new LatenessNode(chance.hits(0.5) ? chance.between(1_000, 20_000) : 0,
        chance.hits(0.5) ? chance.between(1_000, 60_000) : 0);
  }

  private QuietNode quiet() {
    String from = begin.plusSeconds(20).atZone(ZoneId.of(zone)).toLocalTime().toString().substring(0, 5);
    String to = begin.plusSeconds(80).atZone(ZoneId.of(zone)).toLocalTime().toString().substring(0, 5);
    return new QuietNode(from, to, List.of());
  }

  private CatchUpNode catchUp() {
    CatchUpMode mode = chance.of(List.of(CatchUpMode.values()));
    return mode == CatchUpMode.ALL
        ? new CatchUpNode(mode, chance.between(5_000, 120_000), 1 + chance.below(4))
        : new CatchUpNode(mode, 0, 0);
  }

  private OverlapNode overlap() {
    OverlapPolicy policy = chance.of(List.of(OverlapPolicy.values()));
    boolean limited = policy == OverlapPolicy.ALLOW || policy == OverlapPolicy.QUEUE;
    return new OverlapNode(policy, limited ? 1 + chance.below(3) : 0);
  }
}
