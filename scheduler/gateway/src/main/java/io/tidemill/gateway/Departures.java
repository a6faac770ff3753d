package io.tidemill.gateway;

import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.SchedulerNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Declares processes of agents gone, to all partitions.
///
/// A process that was only silent may be back before the partitions have taken note. Until then it gets nothing: what it got
/// meanwhile would be lost with what it had. A process that has ended is remembered, and told to partitions that are owned
/// later; of those, the last 1,000. Safe for use by several threads.
final class Departures {
  private static final int MOST = 1_000;

  private final SchedulerNode node;
  /// Processes, and how many partitions have not taken note.
  private final Map<Long, Integer> leaving = new ConcurrentHashMap<>();
  /// What was said of processes that nobody knew, null before.
  private volatile @Nullable Others others;
  /// Guarded by itself.
  private final LinkedHashSet<Long> ended = new LinkedHashSet<>();

  Departures(SchedulerNode node) {
    this.node = node;
  }

  /// Whether a process is declared gone, and not all partitions have taken note.
  boolean isLeaving(long incarnation) {
    return !leaving.isEmpty() && leaving.containsKey(incarnation);
  }

  /// Declares processes gone.
  ///
  /// @param proven whether they have certainly ended
  /// @param told of every partition that has taken note
  void declare(Set<Long> gone, boolean proven, Completion told) {
    if (proven) {
      remember(gone);
    }
    for (int partition = 0; partition < node.partitions(); partition++) {
      declare(partition, gone, proven, told);
    }
  }

  /// Declares those gone that have something and are not known, now and of partitions that are owned later: a DAG that was
  /// quarantined may come back into memory by then.
  void declareOthers(Predicate<Long> known, boolean proven) {
    others = new Others(known, proven);
    for (int partition = 0; partition < node.partitions(); partition++) {
      declareOthers(partition);
    }
  }

  /// The known are asked for after the partition, so that nobody is missed who got something meanwhile.
  private void declareOthers(int partition) {
    Others declared = others;
    if (declared == null) {
      return;
    }
    Set<Long> gone = node.inspect(partition, state -> new HashSet<>(state.assignments().agents()));
    if (gone != null && !without(gone, declared.known()).isEmpty()) {
      declare(partition, gone, declared.proven(), Completion.NONE);
    }
  }

  private static Set<Long> without(Set<Long> all, Predicate<Long> known) {
    all.removeIf(known);
    return all;
  }

  /// This scheduler owns a partition anew.
  void owned(int partition) {
    Set<Long> again;
    synchronized (ended) {
      again = Set.copyOf(ended);
    }
    if (!again.isEmpty()) {
      declare(partition, again, true, Completion.NONE);
    }
    declareOthers(partition);
  }

  private void remember(Set<Long> gone) {
    synchronized (ended) {
      ended.addAll(gone);
      while (ended.size() > MOST) {
        ended.removeFirst();
      }
    }
  }

  private void declare(int partition, Set<Long> gone, boolean proven, Completion told) {
    gone.forEach(each -> leaving.merge(each, 1, Integer::sum));
    node.submit(partition, proven ? AgentsGone.these(gone) : AgentsGone.unheard(gone), List.of(),
        new Noted(gone, told));
  }

  private record Others(Predicate<Long> known, boolean proven) {}

  /// Waits for a partition to take note.
  private final class Noted implements Completion {
    private final Set<Long> gone;
    private final Completion told;

    Noted(Set<Long> gone, Completion told) {
      this.gone = gone;
      this.told = told;
    }

    @Override public void durable(@Nullable Reply reply) {
      done();
      told.durable(reply);
    }

    @Override public void dropped(String reason) {
      done();
      told.dropped(reason);
    }

    private void done() {
      gone.forEach(each -> leaving.computeIfPresent(each, (_, open) -> open == 1 ? null : open - 1));
      node.slotsFreed();
    }
  }
}
