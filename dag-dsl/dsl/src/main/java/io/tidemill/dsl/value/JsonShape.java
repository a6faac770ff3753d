package io.tidemill.dsl.value;

import java.io.Closeable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/// Says why a type cannot be written as JSON and read back: records, enums, sealed types of these, and values of the JDK can.
///
/// Walks the whole type without recursion, so types that contain themselves are fine.
public final class JsonShape {
  private static final Set<Class<?>> COLLECTIONS = Set.of(Collection.class, List.class, Set.class, SortedSet.class,
      NavigableSet.class, SequencedCollection.class, SequencedSet.class, ArrayList.class, HashSet.class,
      LinkedHashSet.class, TreeSet.class);
  private static final Set<Class<?>> MAPS = Set.of(Map.class, SortedMap.class, NavigableMap.class, SequencedMap.class,
      HashMap.class, LinkedHashMap.class, TreeMap.class);
  private static final int MAX_TYPES = 5_000;

  /// One reason.
  ///
  /// @param found the part that does not fit, and where it is
  /// @param hint what to do
  public record Fault(String found, String hint) {}

  private record Part(Type type, String path) {}

  private final List<Fault> faults = new ArrayList<>();
  private final Set<Type> seen = new HashSet<>();
  private final ArrayDeque<Part> open = new ArrayDeque<>();

  private JsonShape() {}

  /// All reasons, none where the type fits.
  public static List<Fault> faults(Type type) {
    var shape = new JsonShape();
    shape.visit(type, "");
    while (!shape.open.isEmpty() && shape.faults.size() < 20) {
      shape.check(shape.open.poll());
    }
    return shape.faults;
  }

  /// Whether a value is one JSON token.
  static boolean isScalar(Type type) {
    return Scalars.of(type) != null
        || (type instanceof Class<?> plain && (plain.isEnum() || OptionalNumberShape.content(plain) != null));
  }

  static boolean isKey(Type type) {
    var scalar = Scalars.of(type);
    return scalar != null ? scalar.key() : type instanceof Class<?> plain && plain.isEnum();
  }

  /// Whether it is a collection of the JDK.
  public static boolean isCollection(Type type) {
    return type instanceof ParameterizedType with && COLLECTIONS.contains(with.getRawType());
  }

  private void visit(Type type, String path) {
    if (seen.size() >= MAX_TYPES) {
      fault("a type that contains more than " + MAX_TYPES + " types", path, "Use a smaller type.");
      open.clear();
    } else if (seen.add(type)) {
      open.add(new Part(type, path));
    }
  }

  private void check(Part part) {
    switch (part.type) {
      case Class<?> plain -> plain(plain, part.path);
      case ParameterizedType with -> withArguments(with, part.path);
      case GenericArrayType array -> visit(array.getGenericComponentType(), part.path + "[]");
      case WildcardType wildcard -> fault("the wildcard " + wildcard.getTypeName(), part.path, "Name the exact type.");
      case TypeVariable<?> variable ->
        fault("the type variable " + variable.getName(), part.path, "Name the exact type.");
      default -> fault(part.type.getTypeName(), part.path, "Use a record.");
    }
  }

  private void plain(Class<?> type, String path) {
    if (type == void.class || type == Void.class) {
      fault("no value (" + type.getSimpleName() + ")", path, "Use exec(…) for a body without result.");
    } else if (isScalar(type)) {
      return;
    } else if (type.isArray()) {
      visit(type.getComponentType(), path + "[]");
    } else if (type.getTypeParameters().length > 0) {
      fault("the raw type " + type.getTypeName(), path,
          "Give its type arguments: runAs(Types.listOf(…), …) or a record component such as List<String>.");
    } else if (type.isRecord()) {
      components(type, path);
    } else if (type.isSealed()) {
      sealed(type, path);
    } else {
      fault(type.getTypeName(), path, hint(type));
    }
  }

  private void withArguments(ParameterizedType type, String path) {
    var raw = (Class<?>) type.getRawType();
    var arguments = type.getActualTypeArguments();
    if (COLLECTIONS.contains(raw)) {
      if (SortedSet.class.isAssignableFrom(raw)) {
        sorted(arguments[0], "elements", path);
      }
      visit(arguments[0], path + "[]");
    } else if (raw == Optional.class) {
      visit(arguments[0], path);
    } else if (MAPS.contains(raw)) {
      if (!isKey(arguments[0])) {
        fault("a map with keys of type " + arguments[0].getTypeName(), path,
            "Use text, a number, a date or an enum as key, or a list of records.");
      } else if (SortedMap.class.isAssignableFrom(raw)) {
        sorted(arguments[0], "keys", path);
      }
      visit(arguments[1], path + "{}");
    } else if (raw.isRecord()) {
      components(type, path);
    } else {
      fault(type.getTypeName(), path, hint(raw));
    }
  }

  private void components(Type type, String path) {
    var record = Objects.requireNonNull(RecordType.of(type));
    for (var component : record.components()) {
      visit(component.type(), (path.isEmpty() ? record.raw().getSimpleName() : path) + "." + component.name());
    }
  }

  private void sorted(Type elements, String what, String path) {
    if (!(elements instanceof Class<?> plain)
        || !(plain.isPrimitive() || Comparable.class.isAssignableFrom(plain))) {
      fault("a sorted collection with " + what + " of type " + elements.getTypeName() + ", which have no natural order",
          path, "Use a List, or make the type Comparable.");
    }
  }

  private void sealed(Class<?> type, String path) {
    var names = new HashSet<String>();
    for (var leaf : Variants.leaves(type)) {
      var at = path.isEmpty() ? leaf.getSimpleName() : path;
      if (!leaf.isRecord() && !leaf.isEnum()) {
        fault("the variant " + leaf.getTypeName() + " of " + type.getSimpleName(), path,
            Modifier.isFinal(leaf.getModifiers())
                ? "Make every variant a record or an enum."
                : "Make every variant a record or an enum, none of them open.");
      } else if (!names.add(leaf.getSimpleName())) {
        fault("two variants named " + leaf.getSimpleName() + " in " + type.getSimpleName(), path,
            "Give each variant a simple name of its own.");
      } else {
        visit(leaf, at);
      }
    }
  }

  private void fault(String found, String path, String hint) {
    faults.add(new Fault(path.isEmpty() ? found : found + " in " + path, hint));
  }

  private static String hint(Class<?> type) {
    if (type == Object.class) {
      return "Name the exact type.";
    }
    if (Future.class.isAssignableFrom(type)) {
      return "Wait for it in the body and return its value.";
    }
    if (BaseStream.class.isAssignableFrom(type) || java.util.Iterator.class.isAssignableFrom(type)
        || type == Iterable.class) {
      return "Collect it into a List in the body.";
    }
    if (Closeable.class.isAssignableFrom(type) || AutoCloseable.class.isAssignableFrom(type)
        || Thread.class.isAssignableFrom(type)) {
      return "It lives in one process only. Return what it holds, or where it is stored.";
    }
    if (isFunctional(type)) {
      return "A function cannot leave its process. Return what it needs as a record.";
    }
    if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
      return "Use List, Set or Map.";
    }
    return "Use a record, an enum, a sealed type of these, or a value of the JDK.";
  }

  private static boolean isFunctional(Class<?> type) {
    if (!type.isInterface()) {
      return false;
    }
    var open = 0;
    for (var method : type.getMethods()) {
      open += Modifier.isAbstract(method.getModifiers()) ? 1 : 0;
    }
    return open == 1;
  }

  /// The type of the elements of a collection, null if the type is none.
  public static @Nullable Type element(Type collection) {
    return isCollection(collection) ? ((ParameterizedType) collection).getActualTypeArguments()[0] : null;
  }
}
