package io.tidemill.dsl.value;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The classes a value of a sealed type can have.
public final class Variants {
  private Variants() {}

  /// The variants of a sealed type in the order of its permits, those of sealed variants in their place; none for another
  /// type.
  public static List<Class<?>> of(Type type) {
    return type instanceof Class<?> root && root.isSealed() ? leaves(root) : List.of();
  }

  /// The variants below a class; the class itself where it is not sealed.
  public static List<Class<?>> leaves(Class<?> root) {
    var found = new ArrayList<Class<?>>();
    Set<Class<?>> seen = new LinkedHashSet<>();
    var open = new ArrayDeque<Class<?>>(List.of(root));
    while (!open.isEmpty()) {
      var type = open.pop();
      if (!seen.add(type)) {
        continue;
      }
      if (!type.isSealed() || type.isEnum()) {
        found.add(type);
        continue;
      }
      if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
        found.add(type);
      }
      var below = type.getPermittedSubclasses();
      for (var i = below.length - 1; i >= 0; i--) {
        open.push(below[i]);
      }
    }
    return found;
  }

  /// Simple names of classes, in their order.
  public static List<String> names(List<Class<?>> variants) {
    return variants.stream().<String>map(Class::getSimpleName).toList();
  }
}
