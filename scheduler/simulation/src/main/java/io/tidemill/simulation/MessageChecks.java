package io.tidemill.simulation;

import static io.tidemill.simulation.Violation.require;

import io.tidemill.engine.fact.AssetEventRecorded;
import io.tidemill.engine.fact.DagFact;
import io.tidemill.engine.fact.MessageSent;
import io.tidemill.engine.fact.MessageTaken;
import io.tidemill.engine.fact.RunCreated;
import io.tidemill.engine.message.AssetEventTold;
import io.tidemill.engine.message.Message;
import io.tidemill.engine.state.Address;
import io.tidemill.engine.state.AssetEvents;
import io.tidemill.engine.state.PartitionState;
import io.tidemill.engine.state.Trigger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Checks what DAGs and assets tell each other, over all partitions: each message is taken once and in order, and each event of an asset
/// reaches each DAG that runs on it.
final class MessageChecks {
  private final Consumer<FaultKind> reached;
  private final Map<Pair, TreeMap<Long, Message>> sent = new HashMap<>();
  private final Map<Pair, Long> taken = new HashMap<>();
  private final Map<String, Long> consumed = new HashMap<>();
  private final Map<Integer, Set<Integer>> untold = new HashMap<>();

  /// Who told, and who is told.
  private record Pair(int sender, int receiver) {}

  MessageChecks(Consumer<FaultKind> reached) {
    this.reached = reached;
  }

  /// @param state the partition of the fact, before it
  void check(DagFact fact, PartitionState state) {
    if (fact instanceof MessageSent f) {
      TreeMap<Long, Message> messages = sent.computeIfAbsent(new Pair(f.dag(), f.receiver()), _ -> new TreeMap<>());
      require(f.n() == messages.size() + 1, Invariant.EACH_MESSAGE_ONCE, f + " after " + messages.size());
      messages.put(f.n(), f.message());
      if (f.message() instanceof AssetEventTold) {
        require(untold.getOrDefault(f.dag(), Set.of()).remove(f.receiver()), Invariant.EACH_EVENT_ONCE, f.toString());
      }
    } else if (fact instanceof MessageTaken f) {
      Pair pair = new Pair(f.sender(), f.dag());
      long before = taken.getOrDefault(pair, 0L);
      require(f.n() == before + 1, Invariant.EACH_MESSAGE_ONCE, f + " after " + before);
      Message told = sent.getOrDefault(pair, new TreeMap<>()).get(f.n());
      require(f.message().equals(told), Invariant.EACH_MESSAGE_ONCE, f + ", but what was committed is " + told);
      taken.put(pair, f.n());
    } else if (fact instanceof AssetEventRecorded f) {
      reached.accept(FaultKind.ASSET_EVENT);
      require(untold.getOrDefault(f.dag(), Set.of()).isEmpty(), Invariant.EACH_EVENT_ONCE,
          f + ", but " + untold.get(f.dag()) + " were not told the one before");
      Set<Integer> all = new HashSet<>();
      for (Address subscriber : state.dag(f.dag()).links().asset().subscribers().values()) {
        all.add(subscriber.number());
      }
      untold.put(f.dag(), all);
    }
  }

  /// A run was started for events: none of them started another.
  void ran(RunCreated f, Trigger.Assets trigger) {
    reached.accept(FaultKind.ASSET_RAN);
    for (AssetEvents events : trigger.events()) {
      Long before = consumed.put(f.dag() + " " + events.asset(), events.last());
      require(before == null || events.first() == before + 1, Invariant.EACH_EVENT_ONCE, f + " after event " + before);
      require(events.count() == events.last() - events.first() + 1, Invariant.EACH_EVENT_ONCE, f.toString());
      if (events.count() > 1) {
        reached.accept(FaultKind.EVENTS_COALESCED);
      }
    }
  }

  /// What was sent and not taken, empty where that is nothing.
  String open() {
    for (Map.Entry<Pair, TreeMap<Long, Message>> each : sent.entrySet()) {
      long last = taken.getOrDefault(each.getKey(), 0L);
      if (last < each.getValue().size()) {
        return each.getKey() + ": message " + (last + 1) + " of " + each.getValue().size() + " is not taken";
      }
    }
    return "";
  }
}
