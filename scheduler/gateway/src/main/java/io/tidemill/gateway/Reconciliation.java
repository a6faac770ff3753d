package io.tidemill.gateway;

import io.tidemill.engine.input.AgentReturned;
import io.tidemill.protocol.AgentLink;
import io.tidemill.protocol.AttemptKey;
import io.tidemill.protocol.InventoryItem;
import io.tidemill.protocol.StopReason;
import io.tidemill.runtime.Completion;
import io.tidemill.runtime.OwnerQueries;
import io.tidemill.runtime.OwnerQueries.AssignmentRef;
import io.tidemill.runtime.SchedulerNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares the inventory of an agent with the partitions' state (guarantees R7): what both know continues, what the agent does not
/// know is sent again, what the partitions do not know is stopped.
final class Reconciliation {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  private final Gateway gateway;
  private final SchedulerNode node;
  private final OwnerQueries owner;

  Reconciliation(Gateway gateway, SchedulerNode node, OwnerQueries owner) {
    this.gateway = gateway;
    this.node = node;
    this.owner = owner;
  }

  /// Reconciles all partitions.
  ///
  /// @param inventory everything the agent has
  void all(AgentSession session, List<InventoryItem> inventory) {
    Map<Integer, List<InventoryItem>> byPartition = new HashMap<>();
    for (InventoryItem inventoryItem : inventory) {
      int partition = gateway.partition(inventoryItem.key().dag());
      if (partition < 0) {
        stop(session, inventoryItem.key());
      } else {
        byPartition.computeIfAbsent(partition, p -> new ArrayList<>()).add(inventoryItem);
      }
    }
    Map<Integer, List<AttemptKey>> bound = new HashMap<>();
    session.slotLedger()
        .forEach(each -> bound.computeIfAbsent(gateway.partition(each.key().dag()), p -> new ArrayList<>())
            .add(each.key()));
    for (int partition = 0; partition < node.partitions(); partition++) {
      reconcile(session, partition, byPartition.getOrDefault(partition, List.of()),
          bound.getOrDefault(partition, List.of()));
    }
  }

  /// Reconciles one partition.
  ///
  /// @param inventory everything the agent has
  void one(AgentSession session, int partition, List<InventoryItem> inventory) {
    List<AttemptKey> bound = new ArrayList<>();
    session.slotLedger().forEach(each -> {
      if (gateway.partition(each.key().dag()) == partition) {
        bound.add(each.key());
      }
    });
    reconcile(session, partition,
        inventory.stream().filter(inventoryItem -> gateway.partition(inventoryItem.key().dag()) == partition).toList(),
        bound);
  }

  private void reconcile(AgentSession session, int partition, List<InventoryItem> inventory, List<AttemptKey> bound) {
    Map<AssignmentRef, Long> agents = agents(partition, inventory, bound);
    if (agents == null) {
      // Repeated when the partition is acquired.
      return;
    }
    Set<AgentReturned.InventoryItem> inventoryItem = new HashSet<>();
    Set<Long> nonces = new HashSet<>();
    for (InventoryItem each : inventory) {
      AttemptKey key = each.key();
      Long with = agents.get(Gateway.ref(key));
      // Work of a quarantined DAG may be unknown: it continues, and is reconciled once the DAG is resumed.
      if (with != null && gateway.sessions().sameAgent(session, with) || node.quarantined(key.dag()) != null) {
        session.slotLedger().bind(key, each.attempts(), false);
      } else {
        stop(session, key);
      }
      nonces.add(key.nonce());
      inventoryItem.add(new AgentReturned.InventoryItem(key.dag(), key.run(), key.task(), key.attempt(), key.nonce()));
    }
    for (AttemptKey key : bound) {
      if (!nonces.contains(key.nonce()) && !agents.containsKey(Gateway.ref(key))) {
        // It ended without a report.
        session.slotLedger().end(key.nonce(), SlotLedger.ALL);
      }
    }
    if (inventoryItem.isEmpty() && nothingWith(session, partition)) {
      // After a restart all agents reconnect at once, each to all partitions: skip the empty turns.
      return;
    }
    node.submit(partition, new AgentReturned(session.incarnation(), inventoryItem), List.of(), Completion.NONE);
  }

  /// Whether nothing needs to be sent again. Later assignments use the new connection.
  private boolean nothingWith(AgentSession session, int partition) {
    Set<Long> agents = owner.agentsWithWork(partition);
    return agents != null && !agents.contains(session.incarnation());
  }

  /// The agent of each assigned attempt; null if the partition is not owned.
  private @Nullable Map<AssignmentRef, Long> agents(int partition, List<InventoryItem> inventory,
      List<AttemptKey> bound) {
    return owner.agents(partition,
        Stream.concat(inventory.stream().map(InventoryItem::key), bound.stream()).map(Gateway::ref).toList());
  }

  /// Stops an attempt that the partition does not assign to this agent.
  private static void stop(AgentSession session, AttemptKey key) {
    AgentLink agent = session.link();
    if (agent != null) {
      LOG.info("Agent '{}' has {}, which is not assigned to it; stopping it", session.name(), key);
      agent.stop(key, StopReason.CANCELLED);
    }
  }
}
