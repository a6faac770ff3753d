package io.tidemill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.JoinRule;
import io.tidemill.engine.decide.JoinRules;
import io.tidemill.engine.state.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Semantics §7: the whole truth table, against rules written down a second time.
class JoinRulesTest {
  private static final List<TaskState> STATES = new ArrayList<>(Arrays.stream(TaskState.values())
      .filter(TaskState::terminal)
      .toList());
  private static final Set<TaskState> FAILED = EnumSet.of(TaskState.FAILED, TaskState.TIMED_OUT,
      TaskState.UPSTREAM_FAILED);
  private static final Set<TaskState> SKIPPED = EnumSet.of(TaskState.SKIPPED, TaskState.OMITTED);

  static {
    STATES.add(null); // not over
  }

  @ParameterizedTest
  @EnumSource void each_rule_does_what_it_says_for_up_to_four_upstreams(JoinRule rule) {
    for (int upstreams = 1; upstreams <= 4; upstreams++) {
      each(upstreams, new ArrayList<>(),
          states -> assertThat(JoinRules.evaluate(rule, states)).as(rule + " of " + states)
              .isEqualTo(expected(rule, states)));
    }
  }

  private static void each(int more, List<TaskState> states, Consumer<List<TaskState>> check) {
    if (more == 0) {
      check.accept(states);
      return;
    }
    for (TaskState state : STATES) {
      states.add(state);
      each(more - 1, states, check);
      states.removeLast();
    }
  }

  private static TaskState expected(JoinRule rule, List<TaskState> states) {
    boolean someFailed = !Collections.disjoint(states, FAILED);
    boolean someSucceeded = states.contains(TaskState.SUCCESS);
    if (rule == JoinRule.ONE_FAILED && someFailed || rule == JoinRule.ONE_SUCCESS && someSucceeded) {
      return TaskState.READY;
    }
    if (states.contains(null)) {
      return null;
    }
    Set<TaskState> seen = EnumSet.copyOf(states);
    boolean someSkipped = !Collections.disjoint(seen, SKIPPED);
    boolean someCancelled = seen.contains(TaskState.CANCELLED);
    boolean met = switch (rule) {
      case ALL_SUCCESS -> seen.equals(EnumSet.of(TaskState.SUCCESS));
      case ALL_DONE -> true;
      case ALL_FAILED -> FAILED.containsAll(seen);
      case ONE_SUCCESS, ONE_FAILED -> false;
      case NONE_FAILED -> !someFailed && !someCancelled;
      case NONE_FAILED_MIN_ONE_SUCCESS -> someSucceeded && !someFailed && !someCancelled;
      case NONE_SKIPPED -> !someSkipped && !someCancelled;
    };
    if (met) {
      return TaskState.READY;
    }
    boolean hopedForFailureOrAnything = rule == JoinRule.ALL_FAILED || rule == JoinRule.ONE_FAILED
        || rule == JoinRule.NONE_SKIPPED;
    if (someFailed && !hopedForFailureOrAnything) {
      return TaskState.UPSTREAM_FAILED;
    }
    return someCancelled ? TaskState.CANCELLED : TaskState.SKIPPED;
  }

  @Test void the_published_table_is_what_the_engine_does() {
    List<TaskState> kinds = Arrays.asList(TaskState.SUCCESS, TaskState.FAILED, TaskState.SKIPPED, TaskState.CANCELLED,
        null);
    StringBuilder table = new StringBuilder("| upstreams |");
    for (JoinRule rule : JoinRule.values()) {
      table.append(' ').append(rule).append(" |");
    }
    table.append("\n|---|").append("---|".repeat(JoinRule.values().length)).append('\n');
    for (int one = 0; one < kinds.size(); one++) {
      row(table, Collections.singletonList(kinds.get(one)));
      for (int two = one + 1; two < kinds.size(); two++) {
        row(table, Arrays.asList(kinds.get(one), kinds.get(two)));
        for (int three = two + 1; three < kinds.size(); three++) {
          row(table, Arrays.asList(kinds.get(one), kinds.get(two), kinds.get(three)));
        }
      }
    }
    GoldenFile.check("join-rules.md", table.toString());
  }

  private static void row(StringBuilder table, List<TaskState> states) {
    table.append("| ")
        .append(states.stream().map(s -> s == null ? "open" : s.name()).collect(Collectors.joining(" + ")));
    table.append(" |");
    for (JoinRule rule : JoinRule.values()) {
      TaskState then = JoinRules.evaluate(rule, states);
      table.append(' ')
          .append(then == null ? "waits" : then == TaskState.READY ? "**runs**" : then.name())
          .append(" |");
    }
    table.append('\n');
  }
}
