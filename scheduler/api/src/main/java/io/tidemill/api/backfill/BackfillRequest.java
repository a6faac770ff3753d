package io.tidemill.api.backfill;

import io.tidemill.api.run.CommandRequest;
import io.tidemill.engine.schedule.Reprocess;
import io.tidemill.engine.schedule.SlotOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks for a backfill, or for its plan.
///
/// @param schedule name of the schedule, null where the DAG has one only
/// @param from begin of the range of slots: a date, a local time of the schedule's zone, or an instant
/// @param to end of the range, not part of it, in the same forms
/// @param reprocess which slots run, null for [Reprocess#MISSING]
/// @param order null for [SlotOrder#OLDEST_FIRST]
/// @param concurrency runs that may be active at the same time, 1 to [#MOST_CONCURRENT]; null for [#DEFAULT_CONCURRENT]
/// @param params parameters that win over those made of the slot, as a JSON object, null for none
/// @param pairs `name=value` texts, which win over `params`; null for none
/// @param maxRuns most runs it may create; null for [#DEFAULT_RUNS]. More are refused, so that a large one is confirmed with its number
/// @param plan name of the plan that was shown, null for whatever it is; no part of a request for a plan
/// @param by user who asks, null where a program does
/// @param commandId names the request, so that a repetition gets the first answer; null: it is never repeated
public record BackfillRequest(String dag, @Nullable String schedule, String from, String to,
    @Nullable Reprocess reprocess, @Nullable SlotOrder order, @Nullable Integer concurrency, @Nullable JsonNode params,
    @Nullable List<String> pairs, @Nullable Integer maxRuns, @Nullable String plan, @Nullable String by,
    @Nullable String commandId) implements CommandRequest {
  /// Runs at the same time where nobody says how many.
  public static final int DEFAULT_CONCURRENT = 1;
  /// Most runs at the same time.
  public static final int MOST_CONCURRENT = 1_000;
  /// Most runs of a backfill where nobody says how many.
  public static final int DEFAULT_RUNS = 1_000;
  /// Most slots of a range, and so most runs.
  public static final int MOST_RUNS = 100_000;

  /// The same as a command, if the plan still holds.
  public BackfillRequest apply(String shown, String id) {
    return new BackfillRequest(dag, schedule, from, to, reprocess, order, concurrency, params, pairs, maxRuns, shown,
        by, id);
  }
}
