package io.tidemill.agent;

import io.tidemill.agent.bundle.LoadedBundle;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for threads that bodies have started and left running: they keep the bundle's classes and whatever they refer to, for
/// as long as the process lives, and nobody ends them. Each is told of once, when it was seen twice while no attempt of its
/// bundle ran. Used by one thread.
///
/// Virtual threads are not found: the JDK does not list them.
final class LeakedThreads {
  private static final Logger LOG = LoggerFactory.getLogger(LeakedThreads.class);
  private static final int MOST_NAMES = 20;

  private final Set<Thread> suspects = Collections.newSetFromMap(new WeakHashMap<>());
  private final Set<Thread> told = Collections.newSetFromMap(new WeakHashMap<>());

  /// @param busy class loaders of the bundles of which attempts run
  /// @param own threads of the agent, which have the class loader of the attempt they ran last
  /// @return names of those that are told of now
  List<String> look(Set<ClassLoader> busy, Set<Thread> own) {
    List<Thread> seen = all().filter(each -> isOfBundle(each, busy) && !own.contains(each)).toList();
    List<String> leaked = seen.stream()
        .filter(suspects::contains)
        .filter(told::add)
        .map(Thread::getName)
        .sorted()
        .toList();
    suspects.clear();
    suspects.addAll(seen);
    if (!leaked.isEmpty()) {
      LOG.warn(
          "{} threads run on though no attempt of their bundle does: {}. A body should end what it starts; what is left"
              + " keeps its memory until the agent ends",
          leaked.size(),
          String.join(", ", leaked.subList(0, Math.min(MOST_NAMES, leaked.size()))));
    }
    return leaked;
  }

  private static boolean isOfBundle(Thread thread, Set<ClassLoader> busy) {
    ClassLoader loader = thread.getContextClassLoader();
    return LoadedBundle.isOfBundle(loader) && !busy.contains(loader);
  }

  /// All threads of the platform; those that start meanwhile may be missing.
  private static Stream<Thread> all() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    return Stream.of(threads).limit(root.enumerate(threads));
  }
}
