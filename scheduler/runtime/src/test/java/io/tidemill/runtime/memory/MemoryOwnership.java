package io.tidemill.runtime.memory;

import io.tidemill.runtime.memory.MemoryTables.Partition;
import io.tidemill.runtime.port.JournalEntry;
import io.tidemill.runtime.port.JournalTail;
import io.tidemill.runtime.port.Ownership;
import io.tidemill.runtime.port.RunChunk;
import io.tidemill.runtime.port.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Ownership in memory.
final class MemoryOwnership implements Ownership {
  private final MemoryTables tables;
  private final Set<String> announced = new HashSet<>();
  private volatile boolean away;

  MemoryOwnership(MemoryTables tables) {
    this.tables = tables;
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

  @Override public void announce(String node) {
    if (away) {
      throw new StoreException("Connection refused", new IOException());
    }
    synchronized (tables) {
      announced.add(node);
    }
  }

  @Override public List<Owner> owners() {
    synchronized (tables) {
      List<Owner> owners = new ArrayList<>();
      for (int id = 0; id < tables.partitions.size(); id++) {
        Partition partition = tables.partition(id);
        String node = partition.node;
        if (node != null) {
          owners.add(new Owner(id, partition.epoch, node, announced.contains(node)));
        }
      }
      return owners;
    }
  }

  /// A node's process has ended.
  void gone(String node) {
    synchronized (tables) {
      announced.remove(node);
    }
  }

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
