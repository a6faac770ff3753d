package io.tidemill.agent.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which attempts run code of which bundle, to find whose output it is that a thread prints which no body has started: one of the
/// JVM's common pool, or of a pool that code of the bundle keeps. The classes on its stack tell the bundle. Safe for use by several
/// threads.
final class RunningCode {
  private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final Map<ClassLoader, Set<LogProducer>> running = new ConcurrentHashMap<>();

  /// An attempt runs code of a bundle.
  void add(LogProducer source, ClassLoader code) {
    running.computeIfAbsent(code, _ -> ConcurrentHashMap.newKeySet()).add(source);
  }

  /// It does so no longer.
  void remove(LogProducer source, ClassLoader code) {
    running.computeIfPresent(code, (_, all) -> {
      all.remove(source);
      return all.isEmpty() ? null : all;
    });
  }

  /// Attempts that the calling thread may work for: those that run the code it stands in. Of several, those that wait for other threads
  /// of a pool, if there are any.
  List<LogProducer> ofCaller() {
    if (running.isEmpty()) {
      return List.of();
    }
    Optional<Set<LogProducer>> found = WALKER
        .walk(frames -> frames.map(frame -> frame.getDeclaringClass().getClassLoader())
            .filter(Objects::nonNull)
            .map(running::get)
            .filter(Objects::nonNull)
            .findFirst());
    List<LogProducer> all = found.<List<LogProducer>>map(ArrayList::new).orElse(List.of());
    if (all.size() < 2) {
      return all;
    }
    List<LogProducer> waiting = all.stream().filter(RunningCode::waitsForPool).toList();
    return waiting.isEmpty() ? all : waiting;
  }

  private static boolean waitsForPool(LogProducer source) {
    @Nullable Thread thread = source.thread();
    return thread != null && Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith("java.util.concurrent."));
  }
}
