package io.tidemill.agent.bundle;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;

/// The order in which `Set.of` and `Map.of` are iterated. Java draws it anew for each process, so that nobody relies on it; a check that
/// wants to find out who does cannot wait for another draw.
///
/// @param reverse whether tables are walked backwards
/// @param start where the walk begins, as a fraction of 2³² of the table
public record IterationOrder(boolean reverse, long start) {
  private static final long HALF = 1L << 31;

  /// For any two elements there are two of these that iterate them differently, wherever in the table they are.
  static final List<IterationOrder> ALL = List.of(new IterationOrder(false, 0),
      new IterationOrder(true, 0), new IterationOrder(false, HALF), new IterationOrder(true, HALF));

  /// Makes it the order of this process from now on. Needs `--sun-misc-unsafe-memory-access=allow`; on a Java whose collections are made
  /// otherwise nothing changes.
  @SuppressWarnings("removal") // constants of the JDK cannot be set in another way
  void apply() {
    try {
      Class<?> collections = Class.forName(Set.of().getClass().getName().replaceAll("\\$.*", ""));
      Field instance = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      sun.misc.Unsafe unsafe = (sun.misc.Unsafe) instance.get(null);
      Field direction = collections.getDeclaredField("REVERSE");
      unsafe.putBoolean(unsafe.staticFieldBase(direction), unsafe.staticFieldOffset(direction), reverse);
      Field salt = collections.getDeclaredField("SALT32L");
      unsafe.putLong(unsafe.staticFieldBase(salt), unsafe.staticFieldOffset(salt), start);
    } catch (ReflectiveOperationException | RuntimeException _) {
      // The order that was drawn stays.
    }
  }
}
