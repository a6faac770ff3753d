package io.tidemill.api.service;

import io.tidemill.engine.reply.ResumePlanned;
import io.tidemill.engine.reply.ResumePlanned.Total;
import io.tidemill.engine.schedule.SlotOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a resume does, in one line: `creates 3 runs: nightly 2026-03-28T01:30:00Z, …; 2 slots are MISSED: the DAG was paused`.
final class ResumeSummary {
  private static final int MOST_NAMED = 3;

  private ResumeSummary() {}

  static String of(List<ResumePlanned> plans) {
    List<String> runs = new ArrayList<>();
    long created = 0;
    long waiting = 0;
    long stay = plans.stream().filter(ResumePlanned::paused).count();
    Map<SlotOutcome, Map<String, Long>> others = new EnumMap<>(SlotOutcome.class);
    plans.stream()
        .flatMap(plan -> plan.slots().stream())
        .filter(slots -> slots.outcome() == SlotOutcome.RUN)
        .limit(MOST_NAMED)
        .forEach(slots -> runs.add(slots.schedule() + " " + Instant.ofEpochMilli(slots.first())));
    for (ResumePlanned plan : plans) {
      if (!plan.events().isEmpty()) {
        created++;
        if (runs.size() < MOST_NAMED) {
          runs.add("on " + plan.events());
        }
      }
    }
    for (Total total : plans.stream().flatMap(plan -> plan.totals().stream()).toList()) {
      switch (total.outcome()) {
        case RUN -> created += total.count();
        case QUEUED -> waiting += total.count();
        case MISSED, SKIPPED -> others.computeIfAbsent(total.outcome(), _ -> new TreeMap<>())
            .merge(total.reason() == null ? "" : total.reason().text(), total.count(), Long::sum);
      }
    }
    List<String> parts = new ArrayList<>();
    parts.add(created == 0
        ? "creates no run"
        : "creates " + (created == 1 ? "1 run" : created + " runs") + ": " + String.join(", ", runs)
            + (created > runs.size() ? ", …" : ""));
    if (waiting > 0) {
      parts.add(waiting == 1 ? "1 slot waits for a run before it" : waiting + " slots wait for runs before them");
    }
    others.forEach((outcome, reasons) -> reasons.forEach((reason, count) -> parts
        .add((count == 1 ? "1 slot is " : count + " slots are ") + outcome + ": " + reason)));
    if (plans.stream().anyMatch(plan -> !plan.complete())) {
      parts.add("so many slots are due that later ones are not shown");
    }
    if (stay > 0) {
      parts.add(stay == 1 ? "1 DAG stays paused" : stay + " DAGs stay paused");
    }
    return String.join("; ", parts);
  }
}
