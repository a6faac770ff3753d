package io.tidemill.runtime.memory;

import io.tidemill.runtime.port.AuditEntry;
import io.tidemill.runtime.port.Catalog;
import io.tidemill.runtime.port.Catalog.Purged.Outcome;
import io.tidemill.runtime.port.RequestOrigin;
import io.tidemill.runtime.port.RunStatus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The catalog in memory.
final class MemoryCatalog implements Catalog {
  private final MemoryTables tables;
  private final MemoryAuditLog audit;
  private final InstantSource clock;
  private final List<Dag> dags = new ArrayList<>();
  private final Map<String, Bundle> bundles = new HashMap<>();
  private final Map<Integer, NavigableMap<Integer, Version>> versions = new HashMap<>();
  private final Map<Integer, List<Activation>> activations = new HashMap<>();

  MemoryCatalog(MemoryTables tables, MemoryAuditLog audit, InstantSource clock) {
    this.tables = tables;
    this.audit = audit;
    this.clock = clock;
  }

  @Override public synchronized Dag dag(String id, int partition) {
    Dag known = find(id);
    if (known != null) {
      return known;
    }
    Dag dag = new Dag(dags.size() + 1, id, partition, 0);
    dags.add(dag);
    return dag;
  }

  @Override public synchronized @Nullable Dag find(String id) {
    return dags.stream().filter(dag -> dag.id().equals(id)).findFirst().orElse(null);
  }

  @Override public synchronized List<Dag> actors() {
    return dags.stream().sorted(Comparator.comparing(Dag::id)).toList();
  }

  @Override public synchronized @Nullable Bundle bundle(String hash) {
    return bundles.get(hash);
  }

  @Override public synchronized @Nullable List<Version> deploy(Bundle bundle, List<Candidate> candidates, Cause cause) {
    for (Candidate candidate : candidates) {
      int active = known(candidate.dag()).active();
      if (candidate.expected() != Candidate.ANY && candidate.expected() != active) {
        return null;
      }
    }
    bundles.putIfAbsent(bundle.hash(), new Bundle(bundle.hash(), bundle.name(), bundle.content().clone()));
    List<Version> made = new ArrayList<>();
    for (Candidate candidate : candidates) {
      NavigableMap<Integer, Version> known = versions.computeIfAbsent(known(candidate.dag()).number(),
          _ -> new TreeMap<>());
      Version version = known.values()
          .stream()
          .filter(v -> v.bundle().equals(bundle.hash()) && v.graphHash().equals(candidate.graphHash()))
          .findFirst()
          .orElseGet(() -> new Version(candidate.dag(), next(candidate.dag()), bundle.hash(), candidate.graphHash(),
              candidate.graphJson(), clock.millis()));
      known.put(version.number(), version);
      makeActive(candidate.dag(), version.number(), cause);
      made.add(version);
    }
    return made;
  }

  private Dag known(int dag) {
    if (dag < 1 || dag > dags.size()) {
      throw new IllegalArgumentException(
          "Expected a DAG of the catalog, but found number " + dag + "; make it with dag(id, partition) first");
    }
    return dags.get(dag - 1);
  }

  private int next(int dag) {
    NavigableMap<Integer, Version> known = versions.getOrDefault(dag, Collections.emptyNavigableMap());
    int everActive = activations.getOrDefault(dag, List.of())
        .stream()
        .mapToInt(Activation::version)
        .max()
        .orElse(0);
    return Math.max(known.isEmpty() ? 0 : known.lastKey(), everActive) + 1;
  }

  private void makeActive(int dag, int version, Cause cause) {
    Dag old = known(dag);
    if (old.active() != version) {
      dags.set(dag - 1, new Dag(dag, old.id(), old.partition(), version));
      activations.computeIfAbsent(dag, _ -> new ArrayList<>())
          .addFirst(new Activation(version, old.active(), cause, clock.millis()));
      audit.add(AuditEntry.ofActivation(clock.millis(), cause, old.id(), old.active(), version));
    }
  }

  @Override public synchronized boolean activate(int dag, int version, int expected, Cause cause) {
    if ((version != NO_VERSION && version(dag, version) == null) || known(dag).active() != expected) {
      return false;
    }
    makeActive(dag, version, cause);
    return true;
  }

  @Override public synchronized @Nullable Version version(int dag, int version) {
    return versions.getOrDefault(dag, Collections.emptyNavigableMap()).get(version);
  }

  @Override public synchronized List<Summary> versions(int dag) {
    return versions.getOrDefault(dag, Collections.emptyNavigableMap())
        .descendingMap()
        .values()
        .stream()
        .map(version -> {
          Bundle bundle = bundles.get(version.bundle());
          return new Summary(version.number(), version.bundle(), bundle == null ? "" : bundle.name(),
              bundle == null ? 0 : bundle.content().length, version.createdAt(), runs(dag, version.number(), false),
              runs(dag, version.number(), true));
        })
        .toList();
  }

  private long runs(int dag, int version, boolean live) {
    synchronized (tables) {
      return tables.runs.values()
          .stream()
          .filter(run -> run.dag() == dag && run.versions().contains(version))
          .filter(run -> !live || run.status() == RunStatus.RUNNING || run.status() == RunStatus.CANCELLING)
          .count();
    }
  }

  @Override public synchronized List<Activation> activations(int dag, int limit) {
    return activations.getOrDefault(dag, List.of()).stream().limit(limit).toList();
  }

  @Override public synchronized Purged purge(int dag, int version, RequestOrigin by) {
    Version old = version(dag, version);
    if (old == null) {
      return new Purged(Outcome.UNKNOWN, 0, 0, false);
    }
    if (known(dag).active() == version) {
      return new Purged(Outcome.ACTIVE, 0, 0, false);
    }
    long runs = runs(dag, version, false);
    if (runs > 0) {
      return new Purged(Outcome.IN_USE, runs, runs(dag, version, true), false);
    }
    versions.getOrDefault(dag, Collections.emptyNavigableMap()).remove(version);
    audit.add(AuditEntry.ofPurge(clock.millis(), by, known(dag).id(), old));
    return new Purged(Outcome.DONE, 0, 0, !used(old.bundle()) && bundles.remove(old.bundle()) != null);
  }

  private boolean used(String bundle) {
    return versions.values()
        .stream()
        .flatMap(known -> known.values().stream())
        .anyMatch(v -> v.bundle().equals(bundle));
  }

  @Override public synchronized int purgeBundles() {
    int before = bundles.size();
    bundles.keySet().removeIf(bundle -> !used(bundle));
    return before - bundles.size();
  }
}
