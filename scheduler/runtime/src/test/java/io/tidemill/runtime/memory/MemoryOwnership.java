package io.tidemill.runtime.memory;

import io.tidemill.runtime.memory.MemoryTables.Partition;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalTail;
import io.tidemill.runtime.port.Member;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Ownership in memory.
final class MemoryOwnership implements Ownership {
  private final MemoryTables tables;
  private final InstantSource clock;
  private final NavigableMap<String, Held> leases = new TreeMap<>();
  private volatile boolean away;

  MemoryOwnership(MemoryTables tables, InstantSource clock) {
    this.tables = tables;
    this.clock = clock;
  }

  @Override public List<Taken> take(List<Integer> partitions, String node, FirstEntry first) {
    synchronized (tables) {
      List<Integer> ids = partitions.stream().distinct().sorted().toList();
      ids.forEach(tables::partition);
      List<JournalEntry> entries = new ArrayList<>();
      for (int id : ids) {
        Partition partition = tables.partition(id);
        long epoch = partition.epoch + 1;
        entries.add(new JournalEntry(id, epoch, partition.head + 1, first.facts(id, epoch).clone(), List.of()));
      }
      List<Taken> taken = new ArrayList<>();
      for (JournalEntry entry : entries) {
        Partition partition = tables.partition(entry.partition());
        partition.epoch = entry.epoch();
        partition.node = node;
        partition.head = entry.sequence();
        partition.entries.put(entry.sequence(), entry);
        taken.add(new Taken(entry.partition(), entry.epoch(), entry.sequence()));
      }
      return taken;
    }
  }

  void away(boolean now) {
    away = now;
  }

  @Override public void renew(Member self, Duration life) {
    if (away) {
      throw new StoreException("Connection refused", new IOException());
    }
    synchronized (tables) {
      if (!leases.containsKey(self.node())) {
        leases.values().removeIf(lease -> lease.member().place().equals(self.place()));
      }
      leases.put(self.node(), new Held(self, clock.millis() + life.toMillis()));
    }
  }

  @Override public void leave(String node) {
    synchronized (tables) {
      leases.remove(node);
    }
  }

  @Override public ClusterState clusterState() {
    if (away) {
      throw new StoreException("Connection refused", new IOException());
    }
    synchronized (tables) {
      long now = clock.millis();
      List<Owner> owners = new ArrayList<>();
      for (int id = 0; id < tables.partitions.size(); id++) {
        Partition partition = tables.partition(id);
        Held lease = partition.node == null ? null : leases.get(partition.node);
        owners.add(new Owner(id, partition.epoch, partition.node, lease != null && lease.until() > now));
      }
      return new ClusterState(
          leases.values().stream().map(lease -> new Lease(lease.member(), lease.until() - now, 0)).toList(), owners);
    }
  }

  @Override public void release(Map<Integer, Long> owned, String node) {
    synchronized (tables) {
      owned.forEach((id, epoch) -> {
        Partition partition = tables.partition(id);
        if (partition.epoch == epoch && node.equals(partition.node)) {
          partition.node = null;
        }
      });
    }
  }

  /// The lease of a node has ended.
  void gone(String node) {
    synchronized (tables) {
      leases.computeIfPresent(node, (_, lease) -> new Held(lease.member(), 0));
    }
  }

  private record Held(Member member, long until) {}

  @Override public boolean recover(Taken taken, Reader reader) {
    List<RunChunk> chunks = new ArrayList<>();
    NavigableMap<Long, JournalEntry> entries;
    long projected;
    long head;
    synchronized (tables) {
      Partition partition = tables.partition(taken.partition());
      if (partition.epoch != taken.epoch()) {
        return false;
      }
      projected = partition.projected;
      head = partition.head;
      partition.chunks.values().forEach(run -> chunks.addAll(run.values()));
      entries = new TreeMap<>(partition.entries);
    }
    chunks.forEach(chunk -> reader.chunk(MemoryProjections.copy(chunk)));
    long after = reader.projected(projected);
    JournalTail tail = new JournalTail(taken.partition(), after, head, reader);
    entries.tailMap(after, false).values().forEach(entry -> tail.entry(MemoryJournal.bare(entry)));
    tail.end();
    return true;
  }
}
