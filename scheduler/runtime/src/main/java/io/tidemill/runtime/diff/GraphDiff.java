package io.tidemill.runtime.diff;

import io.tidemill.dsl.graph.Graph;
import io.tidemill.dsl.graph.GraphJson;
import io.tidemill.runtime.diff.GraphChange.Detail;
import io.tidemill.runtime.diff.GraphChange.Kind;
import io.tidemill.runtime.diff.GraphChange.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Compares two graphs of a DAG. Two graphs with different hashes always differ here too: it walks over everything the canonical
/// JSON says, whatever members it has, but for the places of declarations.
public final class GraphDiff {
  private static final JsonMapper JSON = new JsonMapper();
  /// Members of a graph that are told as parts of their own, or not at all.
  private static final Set<String> PARTS = Set.of("schema", "dag", "params", "groups", "tasks", "schedules", "place");

  private GraphDiff() {}

  /// What is different, in the order DAG, schedules, parameters, groups, tasks; empty where nothing is.
  ///
  /// @param before null: there was none
  public static List<GraphChange> between(@Nullable Graph before, Graph after) {
    JsonNode old = before == null ? JSON.createObjectNode() : JSON.readTree(GraphJson.write(before));
    JsonNode now = JSON.readTree(GraphJson.write(after));
    List<GraphChange> changes = new ArrayList<>();
    if (before != null) {
      dag(old, now, changes);
    }
    parts(Subject.SCHEDULE, old.path("schedules"), now.path("schedules"), changes);
    parts(Subject.PARAM, old.path("params"), now.path("params"), changes);
    parts(Subject.GROUP, old.path("groups"), now.path("groups"), changes);
    parts(Subject.TASK, old.path("tasks"), now.path("tasks"), changes);
    return changes;
  }

  private static void dag(JsonNode old, JsonNode now, List<GraphChange> changes) {
    PartDiff diff = new PartDiff(PARTS);
    diff.compare(old, now);
    for (String list : List.of("params", "tasks")) {
      List<String> before = keys(old.path(list));
      List<String> after = keys(now.path(list));
      List<String> kept = before.stream().filter(after::contains).toList();
      List<String> moved = after.stream().filter(before::contains).toList();
      if (!kept.equals(moved)) {
        diff.add("order of " + list, String.join(", ", kept), String.join(", ", moved));
      }
    }
    if (!diff.details().isEmpty()) {
      changes.add(new GraphChange(Kind.CHANGED, Subject.DAG, now.path("dag").asString(""), diff.details()));
    }
  }

  private static List<String> keys(JsonNode parts) {
    return List.copyOf(byKey(parts).keySet());
  }

  private static void parts(Subject subject, JsonNode old, JsonNode now, List<GraphChange> changes) {
    Map<String, JsonNode> before = byKey(old);
    Map<String, JsonNode> after = byKey(now);
    Set<String> keys = new LinkedHashSet<>(after.keySet());
    keys.addAll(before.keySet());
    for (String key : keys) {
      JsonNode was = before.get(key);
      JsonNode is = after.get(key);
      if (was == null) {
        changes.add(new GraphChange(Kind.ADDED, subject, key, described(is)));
      } else if (is == null) {
        changes.add(new GraphChange(Kind.REMOVED, subject, key, List.of()));
      } else {
        PartDiff diff = new PartDiff(Set.of("place"));
        diff.compare(was, is);
        if (!diff.details().isEmpty()) {
          changes.add(new GraphChange(Kind.CHANGED, subject, key, diff.details()));
        }
      }
    }
  }

  private static Map<String, JsonNode> byKey(JsonNode parts) {
    Map<String, JsonNode> byKey = new LinkedHashMap<>();
    for (JsonNode part : parts) {
      byKey.put(part.path("id").asString(part.path("name").asString("")), part);
    }
    return byKey;
  }

  /// What an added part is, in the few words that matter most.
  private static List<Detail> described(@Nullable JsonNode part) {
    List<Detail> details = new ArrayList<>();
    if (part != null) {
      for (String name : List.of("kind", "expression", "zone", "type", "resultType", "edges", "defaultJson")) {
        String text = PartDiff.text(name, part.path(name));
        if (!text.isEmpty()) {
          details.add(new Detail(PartDiff.words(name), "", text));
        }
      }
    }
    return details;
  }
}
