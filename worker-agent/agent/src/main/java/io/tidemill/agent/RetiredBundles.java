package io.tidemill.agent;

import io.tidemill.agent.bundle.SharedRegistries;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bundles whose classes are kept no longer. They stay as long as something that runs refers to them, and are found here if they are
/// needed again meanwhile. Once no attempt of one runs, what it has in registries of the whole virtual machine is taken away, and if it
/// stays in memory all the same, that is told once. Safe for use by several threads.
final class RetiredBundles {
  private static final Logger LOG = LoggerFactory.getLogger(RetiredBundles.class);
  private static final long STAYS_NANOS = Duration.ofMinutes(10).toNanos();

  private final Map<String, Retired> all = new ConcurrentHashMap<>();

  private static final class Retired {
    private final String name;
    private final WeakReference<Map<String, DagCode>> codes;
    private final WeakReference<ClassLoader> loader;
    private boolean takenDown;
    private boolean told;
    private long since;
    private long collections;

    Retired(DagCode any, Map<String, DagCode> codes) {
      this.name = any.bundle().name();
      this.codes = new WeakReference<>(codes);
      this.loader = new WeakReference<>(any.loader());
    }
  }

  /// A bundle was evicted.
  void add(String hash, Map<String, DagCode> codes) {
    codes.values().stream().findFirst().ifPresent(any -> all.put(hash, new Retired(any, codes)));
  }

  /// A bundle that is needed again, if it is still there.
  @Nullable Map<String, DagCode> takeBack(String hash) {
    Retired retired = all.remove(hash);
    return retired == null ? null : retired.codes.get();
  }

  /// Looks at all of them. Called from time to time by one thread.
  ///
  /// @param busy class loaders of the bundles of which attempts run
  void look(Set<ClassLoader> busy) {
    for (Iterator<Retired> each = all.values().iterator(); each.hasNext();) {
      Retired retired = each.next();
      ClassLoader loader = retired.loader.get();
      if (loader == null) {
        each.remove();
      } else if (!busy.contains(loader)) {
        look(retired, loader);
      }
    }
  }

  private static void look(Retired retired, ClassLoader loader) {
    if (!retired.takenDown) {
      retired.takenDown = true;
      retired.since = System.nanoTime();
      retired.collections = fullCollections();
      List<String> removed = SharedRegistries.takeDown(loader);
      if (!removed.isEmpty()) {
        LOG.info("{} is not in use any more; taken away: {}", retired.name, String.join(", ", removed));
      }
    } else if (!retired.told && System.nanoTime() - retired.since > STAYS_NANOS
        && fullCollections() > retired.collections) {
      retired.told = true;
      LOG.warn(
          "The classes of {} stay in memory although it is not in use any more: a thread, a shutdown hook or another"
              + " object of the whole process that its code has left refers to them. They stay until the agent ends",
          retired.name);
    }
  }

  /// How often more than the young objects were collected, classes with them.
  private static long fullCollections() {
    return ManagementFactory.getGarbageCollectorMXBeans()
        .stream()
        .filter(each -> !each.getName().matches(".*(Young|Copy|Scavenge|Minor).*"))
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }
}
