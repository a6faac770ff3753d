package io.tidemill.api.service;

import io.tidemill.api.error.ApiError;
import io.tidemill.api.error.RefusedException;
import io.tidemill.api.error.RefusedException.Kind;
import io.tidemill.dsl.text.NearestName;
import io.tidemill.engine.input.Rerun;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import io.tidemill.runtime.port.Catalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a request names as `TASK`, `TASK[KEY]` or `TASK[FROM..TO]`: a task, one shard of it, or the shards between two keys in
/// the order of the expansion, both included. A shard may also be named by `#` and its index; a key goes before all else that its
/// text could mean.
record ShardSelection(SchedulerNode node, OwnerQueries owner, Catalog.Dag dag, long run) {
  private static final Pattern FORM = Pattern.compile("([^\\[]+)\\[(.*)]", Pattern.DOTALL);
  private static final String RANGE = "..";
  private static final int MOST_SHOWN = 20;

  /// @param task finds the index of a task, -1 where the run has no such task yet; throws where there is none
  Rerun.Target target(String text, ToIntFunction<String> task) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      int _ = task.applyAsInt(text);
      return Rerun.Target.all(text);
    }
    String id = form.group(1);
    return new Rerun.Target(id, shards(id, task.applyAsInt(id), form.group(2)));
  }

  private List<Integer> shards(String id, int task, String wanted) {
    List<Integer> order = task < 0
        ? List.of()
        : new ShardReader(node, owner, dag, run, task).states().order();
    ShardNames names = ShardNames.of(node, owner, dag, run);
    Map<String, Integer> places = new HashMap<>();
    List<String> keys = new ArrayList<>();
    for (int shard : order) {
      String name = names.name(task, shard);
      String key = name == null ? "#" + shard : name;
      places.put(key, keys.size());
      keys.add(key);
    }
    Integer one = places.get(wanted);
    if (one != null) {
      return List.of(order.get(one));
    }
    if (wanted.matches("#\\d{1,9}") && order.contains(Integer.valueOf(wanted.substring(1)))) {
      return List.of(Integer.valueOf(wanted.substring(1)));
    }
    for (int at = wanted.indexOf(RANGE); at >= 0; at = wanted.indexOf(RANGE, at + 1)) {
      String from = wanted.substring(0, at);
      String to = wanted.substring(at + RANGE.length());
      Integer first = from.isEmpty() ? Integer.valueOf(0) : places.get(from);
      Integer last = to.isEmpty() ? Integer.valueOf(keys.size() - 1) : places.get(to);
      if (first != null && last != null && first <= last) {
        return order.subList(first, last + 1).stream().sorted().toList();
      }
      if (first != null && last != null && last >= 0) {
        throw refused("Expected a range of shards of task '" + id + "' in their order, but '" + from
            + "' comes after '" + to + "'; turn it round", wanted, "");
      }
    }
    String hint = NearestName.hint(wanted, keys);
    throw refused("Expected the key of a shard of task '" + id + "' in " + dag.id() + "/" + run
        + ", or a range FROM..TO of two keys, but found '" + wanted + "'" + (hint.isEmpty() ? "" : "; " + hint), wanted,
        keys.size() <= MOST_SHOWN ? String.join(", ", keys) : keys.size() + " shards");
  }

  private static RefusedException refused(String message, String found, String allowed) {
    return new RefusedException(Kind.NOT_FOUND,
        List.of(new ApiError("unknown-shard", "tasks", message, found, allowed)));
  }
}
