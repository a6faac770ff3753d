package io.tidemill.api.service;

import static java.util.function.Function.identity;

import io.tidemill.api.run.Blocker;
import io.tidemill.api.run.Blocker.Kind;
import io.tidemill.api.run.RunDetail;
import io.tidemill.api.run.RunView;
import io.tidemill.api.run.WhyView;
import io.tidemill.api.run.WhyView.TaskWhy;
import io.tidemill.api.task.FailureView;
import io.tidemill.api.task.ShardsView.Shard;
import io.tidemill.api.task.TaskView;
import io.tidemill.dsl.graph.TaskKind;
import io.tidemill.engine.state.ShardState;
import io.tidemill.engine.state.TaskState;
import io.tidemill.runtime.port.RunStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what keeps the tasks of a run from going on, or kept them from running.
///
/// @param detail the run
/// @param byId its tasks by their ids
/// @param away what of a task is with agents that are away
record WhyReader(RunDetail detail, Map<String, TaskView> byId, Function<TaskView, List<Blocker>> away) {
  WhyReader(RunDetail detail, Function<TaskView, List<Blocker>> away) {
    this(detail, detail.tasks().stream().collect(Collectors.toMap(TaskView::id, identity())), away);
  }

  /// @param task id of the one task that is asked about, null for all
  WhyView read(@Nullable String task) {
    List<TaskWhy> all = detail.tasks()
        .stream()
        .filter(each -> task == null ? isTold(each) : each.id().equals(task))
        .sorted(Comparator.comparing(each -> each.state() == TaskState.WAITING
            || each.state() == TaskState.UPSTREAM_FAILED || each.state() == TaskState.SKIPPED))
        .map(each -> {
          List<Blocker> blockers = blockers(each);
          return new TaskWhy(each.id(), each.state(), null, null, blockers, earliest(blockers));
        })
        .toList();
    return new WhyView(detail.run(), headline(), all.stream().limit(WhyView.MOST).toList(),
        Math.max(0, all.size() - WhyView.MOST));
  }

  /// Why one shard is where it is.
  ///
  /// @param failures of the shard
  /// @param agent what is with the agent of the shard, where that is away
  WhyView read(TaskView task, Shard shard, List<FailureView> failures, List<Blocker> agent) {
    List<Blocker> blockers = blockers(task, shard, failures, agent);
    String key = shard.key();
    return new WhyView(detail.run(), headline(), List.of(new TaskWhy(task.id(), task.state(),
        key == null ? "#" + shard.index() : key, shard.state(), blockers, earliest(blockers))), 0);
  }

  private List<Blocker> blockers(TaskView task, Shard shard, List<FailureView> failures, List<Blocker> agent) {
    List<Blocker> blockers = new ArrayList<>();
    switch (shard.state()) {
      case WAITING -> upstream(task).filter(each -> !each.state().terminal())
          .forEach(each -> blockers.add(holding(each)));
      case READY -> {
        String waits = task.waits();
        blockers.add(new Blocker(Kind.PLACEMENT, waits == null ? "it is ready; an agent takes it next" : waits, null,
            null));
      }
      case ASSIGNED -> blockers.addAll(agent.isEmpty()
          ? List.of(new Blocker(Kind.AGENT, shard.agent() == null
              ? "an agent has it, and runs it or has it in its queue"
              : "agent " + shard.agent() + " has it, and runs it or has it in its queue", null, null))
          : agent);
      case RETRY_WAIT -> blockers.add(new Blocker(Kind.RETRY, "its next attempt is not due yet", null, null));
      case UPSTREAM_FAILED -> upstream(task).filter(each -> each.state().failed() || each.shards() != null)
          .forEach(each -> blockers.add(new Blocker(Kind.UPSTREAM, each.id()
              + (each.shards() == null ? " ended " + each.state() : " did not succeed for this key"), each.id(),
              null)));
      case CANCELLED -> cancel().ifPresent(blockers::add);
      case OMITTED -> blockers.add(
          new Blocker(Kind.UPSTREAM, "the list of shards was made anew, and does not have it any more", null, null));
      case SUCCESS, FAILED, TIMED_OUT -> {
        // Its last failure says it.
      }
    }
    if (shard.state() != ShardState.SUCCESS && !failures.isEmpty()) {
      FailureView last = failures.getLast();
      blockers.add(new Blocker(Kind.FAILURE, "attempt " + last.attempt() + " " + last.kind() + last.where() + ": "
          + Headline.error(last) + (last.place().isEmpty() ? "" : " at " + last.place()), null, null));
    }
    return List.copyOf(blockers);
  }

  private @Nullable String headline() {
    RunView run = detail.run();
    if (run.status() == RunStatus.CANCELLED || run.status() == RunStatus.CANCELLING) {
      return run.cause();
    }
    FailureView failure = Headline.cause(detail.tasks(), detail.failures());
    return Headline.of(run, failure, Headline.task(detail.tasks(), failure));
  }

  /// Why the run was asked to stop, where it was.
  private Optional<Blocker> cancel() {
    String cause = detail.run().cause();
    return switch (detail.run().status()) {
      case CANCELLED, CANCELLING -> Optional
          .of(new Blocker(Kind.CANCEL, "its run was cancelled" + (cause == null
              ? ""
              : cause.startsWith("cancelled") ? cause.substring("cancelled".length()) : ": " + cause), null, null));
      case RUNNING, SUCCESS, FAILED, SKIPPED -> Optional.empty();
    };
  }

  private boolean isTold(TaskView task) {
    return task.state() != TaskState.SUCCESS && task.state() != TaskState.OMITTED
        && (task.state() != TaskState.RUNNING || task.waits() != null || task.nextAt() != null
            || !away.apply(task).isEmpty());
  }

  private static @Nullable Instant earliest(List<Blocker> blockers) {
    List<Instant> ends = blockers.stream().map(Blocker::until).filter(Objects::nonNull).toList();
    return ends.isEmpty() || ends.size() < blockers.size() ? null : ends.stream().max(Comparator.naturalOrder()).get();
  }

  private List<Blocker> blockers(TaskView task) {
    List<Blocker> blockers = new ArrayList<>();
    String standing = detail.run().standing();
    if (standing != null && !task.state().terminal()) {
      blockers.add(new Blocker(Kind.QUARANTINE, standing, null, null));
    }
    String waits = task.waits();
    if (waits != null) {
      blockers.add(new Blocker(Kind.PLACEMENT, waits, null, null));
    }
    List<Blocker> agent = away.apply(task);
    blockers.addAll(agent);
    Instant next = task.nextAt();
    if (next != null) {
      blockers.add(new Blocker(Kind.RETRY,
          task.shards() == null ? "its next attempt is not due yet" : "the next attempt of a shard is not due yet",
          null,
          next));
    }
    switch (task.state()) {
      case WAITING -> open(task).forEach(each -> blockers.add(holding(each)));
      case UPSTREAM_FAILED -> upstream(task).filter(each -> each.state().failed())
          .forEach(each -> blockers.add(ended(each)));
      case SKIPPED -> upstream(task)
          .filter(each -> each.state().skipped() || each.state() == TaskState.CANCELLED)
          .forEach(each -> blockers.add(ended(each)));
      case CANCELLED -> {
        cancel().ifPresent(blockers::add);
        upstream(task).filter(each -> each.state().skipped() || each.state() == TaskState.CANCELLED)
            .forEach(each -> blockers.add(ended(each)));
      }
      case QUEUED -> {
        if (agent.isEmpty()) {
          blockers.add(new Blocker(Kind.AGENT, "agent " + task.agent() + " has it and has not started it", null, null));
        }
      }
      case CANCELLING -> blockers.add(new Blocker(Kind.AGENT, "it was asked to stop, and "
          + (task.agent() == null ? "its agents have" : "agent " + task.agent() + " has") + " not confirmed that", null,
          null));
      case READY, RUNNING, DEFERRED, RETRY_WAIT, SUCCESS, FAILED, TIMED_OUT, OMITTED -> {
        // What is in its way was told above.
      }
    }
    return List.copyOf(blockers);
  }

  private Stream<TaskView> upstream(TaskView task) {
    return task.upstream().stream().map(byId::get).filter(Objects::nonNull);
  }

  /// The tasks that a waiting task waits for and that do not wait for others themselves: going up from it, through those that wait too.
  private Set<TaskView> open(TaskView task) {
    Set<TaskView> holding = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    Deque<TaskView> left = new ArrayDeque<>(List.of(task));
    while (!left.isEmpty()) {
      upstream(left.poll()).filter(each -> !each.state().terminal() && seen.add(each.id())).forEach(each -> {
        if (each.state() == TaskState.WAITING) {
          left.add(each);
        } else {
          holding.add(each);
        }
      });
    }
    return holding;
  }

  private static Blocker holding(TaskView task) {
    boolean params = task.kind().equals(TaskKind.SLOT_PARAMS.name());
    return new Blocker(Kind.UPSTREAM, task.id() + " is " + task.state()
        + (params ? ", it makes the parameters of the run" : "")
        + (task.waits() == null ? "" : ": " + task.waits()), task.id(), task.nextAt());
  }

  private static Blocker ended(TaskView task) {
    return new Blocker(Kind.UPSTREAM, task.id() + " ended " + task.state(), task.id(), null);
  }
}
