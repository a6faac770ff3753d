package io.tidemill.dsl;

import io.tidemill.dsl.value.TypeWithArguments;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Result types with arguments, for `runAs`. A plain class goes with `run`.
///
/// Whether a type can be written as JSON is checked when the DAG is built.
///
/// ```java
/// record Airport(String code, String name) {}
///
/// var airports = d.task("airports")
///     .runAs(Types.mapOf(String.class, Types.listOf(Airport.class)), ctx -> Map.of("DE", List.of(new Airport("TXL", "Tegel"))));
/// d.task("count").needs(airports).run(Integer.class, (ctx, byCountry) -> byCountry.size());
/// ```
public final class Types {
  private Types() {}

  /// A type the compiler and the running program both know.
  ///
  /// Immutable; equal where the types are equal.
  ///
  /// @param <T> the type
  @SuppressWarnings("UnusedTypeParameter") // it is what the compiler knows of the type
  public static final class TypeRef<T> {
    private final Type type;

    private TypeRef(Type type) {
      this.type = type;
    }

    /// The type as reflection has it.
    public Type type() {
      return type;
    }

    @Override public boolean equals(Object other) {
      return other instanceof TypeRef<?> typeRef && typeRef.type.equals(type);
    }

    @Override public int hashCode() {
      return type.hashCode();
    }

    @Override public String toString() {
      return type.getTypeName();
    }
  }

  /// A plain class.
  public static <T> TypeRef<T> of(Class<T> type) {
    return new TypeRef<>(Objects.requireNonNull(type, "type"));
  }

  /// `List<T>`.
  public static <T> TypeRef<List<T>> listOf(Class<T> element) {
    return listOf(of(element));
  }

  /// `List<T>` of a type with arguments.
  public static <T> TypeRef<List<T>> listOf(TypeRef<T> element) {
    return new TypeRef<>(new TypeWithArguments(List.class, element.type));
  }

  /// `Set<T>`.
  public static <T> TypeRef<Set<T>> setOf(Class<T> element) {
    return setOf(of(element));
  }

  /// `Set<T>` of a type with arguments.
  public static <T> TypeRef<Set<T>> setOf(TypeRef<T> element) {
    return new TypeRef<>(new TypeWithArguments(Set.class, element.type));
  }

  /// `Collection<T>`.
  public static <T> TypeRef<Collection<T>> collectionOf(Class<T> element) {
    return new TypeRef<>(new TypeWithArguments(Collection.class, of(element).type));
  }

  /// `Map<K, V>`. The key is a string, a number, an enum or another type that is one JSON string.
  public static <K, V> TypeRef<Map<K, V>> mapOf(Class<K> key, Class<V> value) {
    return mapOf(key, of(value));
  }

  /// `Map<K, V>` with values of a type with arguments.
  public static <K, V> TypeRef<Map<K, V>> mapOf(Class<K> key, TypeRef<V> value) {
    return new TypeRef<>(new TypeWithArguments(Map.class, of(key).type, value.type));
  }

  /// `Optional<T>`, for a result that may be missing.
  public static <T> TypeRef<Optional<T>> optionalOf(Class<T> value) {
    return optionalOf(of(value));
  }

  /// `Optional<T>` of a type with arguments.
  public static <T> TypeRef<Optional<T>> optionalOf(TypeRef<T> value) {
    return new TypeRef<>(new TypeWithArguments(Optional.class, value.type));
  }
}
