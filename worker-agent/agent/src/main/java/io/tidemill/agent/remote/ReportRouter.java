package io.tidemill.agent.remote;

import io.tidemill.protocol.Assignment;
import io.tidemill.protocol.Report;
import io.tidemill.protocol.SchedulerLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes reports to the schedulers that own their DAGs. A batch of the agent becomes a part for each scheduler, with a number of its own,
/// and is acknowledged once all its parts are.
///
/// Which scheduler owns a DAG is known from its assignments and acknowledgements. Where it is not known, or no longer true, the scheduler
/// that is asked says so, and the next one is tried; when all have said so, all are tried again after a pause, since somebody takes over.
/// What a scheduler has not acknowledged when its session ends goes to the others. Where no session is open everything is forgotten,
/// because the agent says it again once one is.
///
/// Safe for use by several threads. Links are called without its lock.
///
/// @param <L> the links
final class ReportRouter<L extends SchedulerLink> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  /// The pause is doubled so often: long results are not to fill the network while somebody takes over.
  private static final int DOUBLINGS = 2;

  private final Delays delays;
  private final LongConsumer acknowledge;
  /// Who has assigned something of a DAG, or taken a report about it, last.
  private final Map<Integer, L> owners = new ConcurrentHashMap<>();
  /// Open links with their parts by number.
  private final Map<L, Map<Long, Part<L>>> open = new LinkedHashMap<>();
  private long lastPart;
  /// Another one each time the first link opens: what was reported before is not acknowledged any more.
  private long generation;
  private boolean closed;
  /// Whoever has assigned something last.
  private volatile @Nullable L assigner;

  /// A batch of the agent, with how many parts of it are not acknowledged.
  private static final class Batch {
    final long number;
    final long generation;
    int parts;

    Batch(long number, long generation) {
      this.number = number;
      this.generation = generation;
    }
  }

  /// Reports of a batch that are with one scheduler.
  ///
  /// @param moved those that it has not taken
  /// @param tried links that were tried before
  /// @param turns how often all were tried
  private record Part<L>(Batch batch, List<Report> reports, BitSet moved, Set<L> tried, int turns) {
    Stream<Report> rest() {
      return IntStream.range(0, reports.size()).filter(i -> !moved.get(i)).mapToObj(reports::get);
    }
  }

  private record Delivery(SchedulerLink to, long number, List<Report> reports) {
    void send() {
      to.report(number, reports);
    }
  }

  /// @param acknowledge told of batches that are durable
  ReportRouter(Delays delays, LongConsumer acknowledge) {
    this.delays = delays;
    this.acknowledge = acknowledge;
  }

  /// A link is open from now on.
  ///
  /// @return whether no other is
  boolean opened(L link) {
    List<Delivery> deliveries = new ArrayList<>();
    List<Long> acknowledged = new ArrayList<>();
    boolean first;
    synchronized (this) {
      Map<Long, Part<L>> before = open.put(link, new LinkedHashMap<>());
      first = open.size() == 1;
      if (first) {
        generation++;
      } else if (before != null) {
        move(before, Set.of(), deliveries, acknowledged);
      }
      notifyAll();
    }
    settle(deliveries, acknowledged);
    return first;
  }

  /// A link is not open any more: what it has not acknowledged goes to the others.
  ///
  /// @return whether it was the last one
  boolean closed(L link) {
    List<Delivery> deliveries = new ArrayList<>();
    List<Long> acknowledged = new ArrayList<>();
    boolean last;
    synchronized (this) {
      Map<Long, Part<L>> parts = open.remove(link);
      owners.values().removeIf(owner -> owner == link);
      last = parts != null && open.isEmpty();
      if (parts != null && !last) {
        move(parts, Set.of(), deliveries, acknowledged);
      }
    }
    settle(deliveries, acknowledged);
    return last;
  }

  private void move(Map<Long, Part<L>> parts, Set<L> tried, List<Delivery> deliveries,
      List<Long> acknowledged) {
    for (Part<L> part : parts.values()) {
      place(part.batch(), part.rest().toList(), tried, part.turns(), deliveries);
      end(part.batch(), acknowledged);
    }
  }

  private void settle(List<Delivery> deliveries, List<Long> acknowledged) {
    deliveries.forEach(Delivery::send);
    acknowledged.forEach(acknowledge::accept);
  }

  /// Reports a batch.
  void report(long number, List<Report> reports) {
    List<Delivery> deliveries = new ArrayList<>(1);
    synchronized (this) {
      if (open.isEmpty()) {
        // The agent says it again when a session is open.
        return;
      }
      place(new Batch(number, generation), reports, Set.of(), 0, deliveries);
    }
    deliveries.forEach(Delivery::send);
  }

  /// Hands reports to those links that may own their DAGs.
  private void place(Batch batch, List<Report> reports, Set<L> tried, int turns,
      List<Delivery> deliveries) {
    if (reports.isEmpty() || open.isEmpty()) {
      return;
    }
    if (tried.containsAll(open.keySet())) {
      batch.parts++;
      delays.after(() -> again(batch, reports, turns + 1), FIRST_PAUSE.multipliedBy(1L << Math.min(turns, DOUBLINGS)));
    } else if (open.size() == 1) {
      add(open.keySet().iterator().next(), new Part<>(batch, reports, new BitSet(), tried, turns), deliveries);
    } else {
      Map<L, List<Report>> byLink = new HashMap<>();
      for (Report each : reports) {
        byLink.computeIfAbsent(target(each.key().dag(), tried), _ -> new ArrayList<>()).add(each);
      }
      byLink.forEach((link, part) -> add(link, new Part<>(batch, part, new BitSet(), tried, turns), deliveries));
    }
  }

  private Map<Long, Part<L>> parts(L link) {
    Map<Long, Part<L>> parts = open.get(link);
    return parts == null ? new HashMap<>(0) : parts;
  }

  private void add(L link, Part<L> part, List<Delivery> deliveries) {
    part.batch().parts++;
    lastPart++;
    parts(link).put(lastPart, part);
    deliveries.add(new Delivery(link, lastPart, part.reports()));
  }

  /// The link of the owner as far as it is known, else the next one that was not tried.
  private L target(int dag, Set<L> tried) {
    L owner = owners.get(dag);
    return owner != null && open.containsKey(owner) && !tried.contains(owner)
        ? owner
        : open.keySet().stream().filter(link -> !tried.contains(link)).findFirst().orElseThrow();
  }

  private void again(Batch batch, List<Report> reports, int turns) {
    List<Delivery> deliveries = new ArrayList<>();
    synchronized (this) {
      if (batch.generation != generation || open.isEmpty()) {
        return;
      }
      batch.parts--;
      place(batch, reports, Set.of(), turns, deliveries);
    }
    deliveries.forEach(Delivery::send);
  }

  /// A scheduler has not taken some reports of a part.
  void elsewhere(L link, long number, List<Integer> positions) {
    List<Delivery> deliveries = new ArrayList<>();
    synchronized (this) {
      Part<L> part = parts(link).get(number);
      if (part == null) {
        return;
      }
      List<Report> moved = new ArrayList<>();
      for (int position : positions) {
        if (position >= 0 && position < part.reports().size() && !part.moved().get(position)) {
          part.moved().set(position);
          moved.add(part.reports().get(position));
          owners.remove(part.reports().get(position).key().dag(), link);
        }
      }
      Set<L> tried = Stream.concat(part.tried().stream(), Stream.of(link))
          .collect(Collectors.toUnmodifiableSet());
      place(part.batch(), moved, tried, part.turns(), deliveries);
    }
    deliveries.forEach(Delivery::send);
  }

  /// A scheduler has all reports of a part but those that it has not taken.
  void acknowledged(L link, long number) {
    List<Long> acknowledged = new ArrayList<>(1);
    synchronized (this) {
      Part<L> part = parts(link).remove(number);
      if (part == null) {
        return;
      }
      if (open.size() > 1) {
        part.rest().forEach(each -> owns(link, each.key().dag()));
      }
      end(part.batch(), acknowledged);
    }
    acknowledged.forEach(acknowledge::accept);
  }

  private static void end(Batch batch, List<Long> acknowledged) {
    batch.parts--;
    if (batch.parts == 0) {
      acknowledged.add(batch.number);
    }
  }

  /// A scheduler has assigned something.
  void assigned(L link, List<Assignment> assignments) {
    assigner = link;
    assignments.forEach(each -> owns(link, each.key().dag()));
  }

  private void owns(L link, Integer dag) {
    if (owners.get(dag) != link) {
      owners.put(dag, link);
    }
  }

  /// Open links, that of the owner of a DAG first; where that is not known, that of whoever has assigned something last.
  synchronized List<L> open(int dag) {
    List<L> links = new ArrayList<>(open.keySet());
    L known = owners.get(dag);
    L owner = known == null ? assigner : known;
    if (owner != null && links.remove(owner)) {
      links.addFirst(owner);
    }
    return links;
  }

  /// Open links, that of the owner of a DAG first; waits until there are some.
  ///
  /// @return none if the agent has left its schedulers
  synchronized List<L> awaitOpen(int dag) throws InterruptedException {
    while (open.isEmpty() && !closed) {
      wait();
    }
    return open(dag);
  }

  /// The agent leaves its schedulers: nobody waits any longer.
  synchronized void close() {
    closed = true;
    open.clear();
    notifyAll();
  }
}
