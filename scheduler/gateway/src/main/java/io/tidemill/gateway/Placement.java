package io.tidemill.gateway;

import io.tidemill.dsl.text.NearestName;
import io.tidemill.engine.Capacity.Demand;
import io.tidemill.engine.Capacity.Grant;
import io.tidemill.engine.graph.Requirement;
import io.tidemill.protocol.AgentHello;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Chooses the agent for a task.
///
/// Candidates serve the queue, carry all required labels and take work. An agent with a free slot comes
/// before every one that would only queue the work. Among those: the one that ran the same shard before; then more preferred
/// labels; then the greater free part of its slots. A grant takes no more than a fair part where several are as good, so that
/// work spreads. Full and slow agents are skipped, and delay no others.
public final class Placement {
  /// The label that matches all labels and queues, carried by the only agent of a process.
  public static final String ANY = "*";

  private Placement() {}

  /// Takes slots of the best agent.
  static Grant take(List<? extends AgentSlots> seats, int wanted, Demand demand) {
    Grant now = take(seats, wanted, demand, true);
    return now.slots() > 0 ? now : take(seats, wanted, demand, false);
  }

  private static String nearest(String name, Collection<String> known) {
    String hint = NearestName.hint(name, known);
    return hint.isEmpty() ? "" : "; " + hint;
  }

  private static Grant take(List<? extends AgentSlots> seats, int wanted, Demand demand, boolean slots) {
    // Another thread may take the last slot of the best agent first; then the next best is tried.
    for (int tries = 0; tries < 3; tries++) {
      AgentSlots best = null;
      int bestRank = -1;
      long equals = 0;
      for (AgentSlots agentSlots : seats) {
        int room = room(agentSlots, slots);
        if (room > 0 && !agentSlots.closed()
            && serves(agentSlots.queues(), agentSlots.labels(), demand.queue(), demand.required())) {
          int rank = rank(agentSlots, demand);
          if (best == null || rank > bestRank || rank == bestRank && isFreer(agentSlots, best, slots)) {
            best = agentSlots;
          }
          equals = rank > bestRank ? room : rank == bestRank ? equals + room : equals;
          bestRank = Math.max(bestRank, rank);
        }
      }
      if (best == null) {
        return Grant.NONE;
      }
      int room = room(best, slots);
      long part = Math.ceilDiv((long) wanted * Math.max(room, 1), Math.max(equals, 1));
      int taken = best.take((int) Math.max(1, Math.min(part, Math.min(room, wanted))));
      if (taken > 0) {
        return new Grant(best.incarnation(), taken);
      }
    }
    return Grant.NONE;
  }

  /// Free slots, or free places in its queue.
  private static int room(AgentSlots agentSlots, boolean slots) {
    int room = agentSlots.room();
    return slots ? room - agentSlots.prefetch() : Math.min(room, agentSlots.prefetch());
  }

  private static int rank(AgentSlots agentSlots, Demand demand) {
    if (demand.sticky() != 0 && agentSlots.incarnation() == demand.sticky()) {
      return Integer.MAX_VALUE;
    }
    int rank = 0;
    for (String label : demand.preferred()) {
      rank += agentSlots.labels().contains(label) ? 1 : 0;
    }
    return rank;
  }

  private static boolean isFreer(AgentSlots one, AgentSlots other, boolean slots) {
    long size = slots ? one.slots() : one.slots() + one.prefetch();
    long otherSize = slots ? other.slots() : other.slots() + other.prefetch();
    return (long) room(one, slots) * otherSize > (long) room(other, slots) * size;
  }

  /// Whether an agent satisfies a requirement.
  static boolean serves(Collection<String> queues, Collection<String> labels, Requirement requirement) {
    return serves(queues, labels, requirement.queue(), requirement.labels());
  }

  private static boolean serves(Collection<String> queues, Collection<String> labels, String queue,
      List<String> required) {
    String wanted = queue.isEmpty() ? AgentHello.DEFAULT_QUEUE : queue;
    return queues.contains(wanted) && (required.isEmpty() || labels.containsAll(required)) || labels.contains(ANY);
  }

  /// Why no agent takes a task with this requirement now, for people; null if one does.
  static @Nullable String unserved(List<? extends AgentSlots> seats, Requirement requirement) {
    if (seats.isEmpty()) {
      return "no agent is connected";
    }
    String unable = unable(seats, requirement);
    if (unable != null) {
      return unable;
    }
    List<? extends AgentSlots> open = able(seats, requirement).stream()
        .filter(agentSlots -> !agentSlots.closed())
        .toList();
    if (open.isEmpty()) {
      return "every agent that may run it drains or backs off after returning work";
    }
    return open.stream().allMatch(agentSlots -> agentSlots.room() <= 0) ? "every agent that may run it is full" : null;
  }

  private static List<? extends AgentSlots> able(List<? extends AgentSlots> seats, Requirement requirement) {
    return seats.stream().filter(agentSlots -> serves(agentSlots.queues(), agentSlots.labels(), requirement)).toList();
  }

  /// Why none of these agents could ever satisfy a requirement, for people; null if one could.
  static @Nullable String unable(List<? extends AgentSlots> seats, Requirement requirement) {
    List<? extends AgentSlots> inQueue = able(seats, new Requirement(requirement.queue(), List.of()));
    if (inQueue.isEmpty()) {
      String queue = requirement.queue().isEmpty() ? AgentHello.DEFAULT_QUEUE : requirement.queue();
      Set<String> queues = new TreeSet<>();
      seats.forEach(agentSlots -> queues.addAll(agentSlots.queues()));
      return "no connected agent serves queue '" + queue + "'" + nearest(queue, queues);
    }
    Set<String> labels = new TreeSet<>();
    inQueue.forEach(agentSlots -> labels.addAll(agentSlots.labels()));
    for (String label : requirement.labels()) {
      if (!labels.contains(label) && !labels.contains(ANY)) {
        return "no connected agent carries label '" + label + "'" + nearest(label, labels);
      }
    }
    return able(inQueue, requirement).isEmpty()
        ? "no connected agent carries all of the labels " + String.join(", ", requirement.labels())
        : null;
  }
}
