package io.tidemill.gateway;

import io.tidemill.engine.input.AgentsGone;
import io.tidemill.engine.reply.Reply;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.SchedulerNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Declares agent processes lost to all partitions.
///
/// A process that was only silent may return before all partitions have applied its loss. Until then it gets no work, which would be
/// lost with the rest. The last 1,000 processes that have certainly ended are remembered, and declared lost to partitions that are
/// acquired later. Safe for use by several threads.
final class AgentLossBroadcaster {
  private static final int MAX_ENDED = 1_000;

  private final SchedulerNode node;
  private final OwnerQueries owner;
  private final boolean shared;
  /// Lost processes, with the number of partitions that have not applied it.
  private final Map<Long, Integer> leaving = new ConcurrentHashMap<>();
  /// Declaration about unknown processes, null before.
  private volatile @Nullable Others others;
  /// Guarded by itself.
  private final LinkedHashMap<Long, Optional<Map<Long, Integer>>> ended = new LinkedHashMap<>();

  /// @param shared whether there may be several schedulers
  AgentLossBroadcaster(SchedulerNode node, OwnerQueries owner, boolean shared) {
    this.shared = shared;
    this.node = node;
    this.owner = owner;
  }

  /// Whether a process is declared lost, and not all partitions have applied it.
  boolean isLeaving(long incarnation) {
    return !leaving.isEmpty() && leaving.containsKey(incarnation);
  }

  /// Declares processes lost.
  ///
  /// @param proven whether they have certainly ended
  /// @param suspects see [AgentsGone]
  /// @param completion called for every partition that has applied it
  void declare(Set<Long> lost, boolean proven, @Nullable Map<Long, Integer> suspects, Completion completion) {
    if (proven) {
      remember(lost, suspects);
    }
    for (int partition = 0; partition < node.partitions(); partition++) {
      declare(partition, lost, input(lost, proven, suspects), completion);
    }
  }

  private static AgentsGone input(Set<Long> lost, boolean proven, @Nullable Map<Long, Integer> suspects) {
    if (!proven) {
      return AgentsGone.unheard(lost);
    }
    return suspects == null ? AgentsGone.these(lost) : AgentsGone.knowing(lost, suspects);
  }

  /// Declares processes lost that have work and are not known, now and for partitions acquired later: quarantined DAGs may be loaded
  /// by then.
  void declareOthers(Predicate<Long> known, boolean proven) {
    Others declared = new Others(known, proven);
    others = declared;
    for (int partition = 0; partition < node.partitions(); partition++) {
      declareOthers(partition, declared);
    }
  }

  /// Declares processes lost that have work and are not known, once. Of several schedulers each may acquire partitions at any time, and
  /// declares nobody lost in them before it has listened.
  void declareUnknown(Predicate<Long> known) {
    Others declared = new Others(known, false);
    for (int partition = 0; partition < node.partitions(); partition++) {
      declareOthers(partition, declared);
    }
  }

  /// Known processes are checked after the partition, so that none that gets work in between is missed.
  private void declareOthers(int partition, Others declared) {
    Set<Long> lost = owner.agentsWithWork(partition);
    if (lost != null && !without(lost, declared.known()).isEmpty()) {
      declare(partition, lost, input(lost, declared.proven(), null), Completion.NONE);
    }
  }

  private static Set<Long> without(Set<Long> all, Predicate<Long> known) {
    all.removeIf(known);
    return all;
  }

  /// Repeats the declarations to an acquired partition.
  void owned(int partition) {
    Set<Long> untold = new HashSet<>();
    Set<Long> told = new HashSet<>();
    Map<Long, Integer> suspects = new HashMap<>();
    synchronized (ended) {
      ended.forEach((incarnation, known) -> {
        (known.isPresent() ? told : untold).add(incarnation);
        known.ifPresent(suspects::putAll);
      });
    }
    if (!untold.isEmpty()) {
      declare(partition, untold, AgentsGone.these(untold), Completion.NONE);
    }
    if (!told.isEmpty()) {
      declare(partition, told, AgentsGone.knowing(told, suspects), Completion.NONE);
    }
    Others declared = others;
    if (declared != null && !shared) {
      declareOthers(partition, declared);
    }
  }

  private void remember(Set<Long> lost, @Nullable Map<Long, Integer> suspects) {
    synchronized (ended) {
      lost.forEach(each -> ended.put(each, Optional.ofNullable(suspects)));
      while (ended.size() > MAX_ENDED) {
        ended.pollFirstEntry();
      }
    }
  }

  private void declare(int partition, Set<Long> lost, AgentsGone input, Completion completion) {
    lost.forEach(each -> leaving.merge(each, 1, Integer::sum));
    node.submit(partition, input, List.of(), new Noted(lost, completion));
  }

  private record Others(Predicate<Long> known, boolean proven) {}

  /// Completion of one partition.
  private final class Noted implements Completion {
    private final Set<Long> lost;
    private final Completion completion;

    Noted(Set<Long> lost, Completion completion) {
      this.lost = lost;
      this.completion = completion;
    }

    @Override public void durable(@Nullable Reply reply) {
      done();
      completion.durable(reply);
    }

    @Override public void dropped(String reason) {
      done();
      completion.dropped(reason);
    }

    private void done() {
      lost.forEach(each -> leaving.computeIfPresent(each, (_, open) -> open == 1 ? null : open - 1));
      node.slotsFreed();
    }
  }
}
