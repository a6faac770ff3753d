package io.tidemill.dsl;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/// Finds tasks that wait for each other. Does not recurse, so that depth costs memory only.
final class Cycles {
  private static final int MAX_REPORTED = 10;
  private static final int MAX_SHOWN = 20;

  private final List<Declaration> tasks;
  private final List<Edges> edges;
  private final Problems problems;
  private int reported;

  Cycles(List<Declaration> tasks, List<Edges> edges, Problems problems) {
    this.tasks = tasks;
    this.edges = edges;
    this.problems = problems;
  }

  private record Step(Declaration task, Iterator<Declaration> upstreams) {}

  void check() {
    var seen = new boolean[tasks.size()];
    var onPath = new boolean[tasks.size()];
    for (var start : tasks) {
      if (seen[start.index]) {
        continue;
      }
      var path = new ArrayList<Step>();
      enter(start, path, seen, onPath);
      while (!path.isEmpty() && reported < MAX_REPORTED) {
        var step = path.getLast();
        if (!step.upstreams.hasNext()) {
          onPath[step.task.index] = false;
          path.removeLast();
          continue;
        }
        var next = step.upstreams.next();
        if (onPath[next.index]) {
          report(path, next);
        } else if (!seen[next.index]) {
          enter(next, path, seen, onPath);
        }
      }
    }
  }

  private void enter(Declaration task, List<Step> path, boolean[] seen, boolean[] onPath) {
    seen[task.index] = true;
    onPath[task.index] = true;
    path.add(new Step(task, edges.get(task.index).upstreams().iterator()));
  }

  private void report(List<Step> path, Declaration again) {
    reported++;
    var from = 0;
    while (path.get(from).task != again) {
      from++;
    }
    var cycle = path.subList(from, path.size()).reversed().stream().map(step -> step.task.id).toList();
    var shown = cycle.size() <= MAX_SHOWN
        ? String.join(" → ", cycle)
        : cycle.stream().limit(MAX_SHOWN).collect(Collectors.joining(" → ")) + " → … " + (cycle.size() - MAX_SHOWN)
            + " more …";
    problems.add("cycle", again.at(), "tasks that do not wait for each other", shown + " → " + cycle.getFirst(), "");
  }
}
