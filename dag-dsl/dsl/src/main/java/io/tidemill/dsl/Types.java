package io.tidemill.dsl;

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
public final class Types {
  private Types() {}

  /// A type the compiler and the running program both know.
  ///
  /// Immutable; equal where the types are equal.
  ///
  /// @param <T> the type
  @SuppressWarnings("UnusedTypeParameter") // it is what the compiler knows of the type
  public static final class Of<T> {
    private final Type type;

    private Of(Type type) {
      this.type = type;
    }

    /// The type as reflection has it.
    public Type type() {
      return type;
    }

    @Override public boolean equals(Object other) {
      return other instanceof Of<?> of && of.type.equals(type);
    }

    @Override public int hashCode() {
      return type.hashCode();
    }

    @Override public String toString() {
      return type.getTypeName();
    }
  }

  /// A plain class.
  public static <T> Of<T> of(Class<T> type) {
    return new Of<>(Objects.requireNonNull(type, "type"));
  }

  /// `List<T>`.
  public static <T> Of<List<T>> listOf(Class<T> element) {
    return listOf(of(element));
  }

  /// `List<T>` of a type with arguments.
  public static <T> Of<List<T>> listOf(Of<T> element) {
    return new Of<>(new TypeWithArguments(List.class, element.type));
  }

  /// `Set<T>`.
  public static <T> Of<Set<T>> setOf(Class<T> element) {
    return setOf(of(element));
  }

  /// `Set<T>` of a type with arguments.
  public static <T> Of<Set<T>> setOf(Of<T> element) {
    return new Of<>(new TypeWithArguments(Set.class, element.type));
  }

  /// `Collection<T>`.
  public static <T> Of<Collection<T>> collectionOf(Class<T> element) {
    return new Of<>(new TypeWithArguments(Collection.class, of(element).type));
  }

  /// `Map<K, V>`. The key is a string, a number, an enum or another type that is one JSON string.
  public static <K, V> Of<Map<K, V>> mapOf(Class<K> key, Class<V> value) {
    return mapOf(key, of(value));
  }

  /// `Map<K, V>` with values of a type with arguments.
  public static <K, V> Of<Map<K, V>> mapOf(Class<K> key, Of<V> value) {
    return new Of<>(new TypeWithArguments(Map.class, of(key).type, value.type));
  }

  /// `Optional<T>`, for a result that may be missing.
  public static <T> Of<Optional<T>> optionalOf(Class<T> value) {
    return optionalOf(of(value));
  }

  /// `Optional<T>` of a type with arguments.
  public static <T> Of<Optional<T>> optionalOf(Of<T> value) {
    return new Of<>(new TypeWithArguments(Optional.class, value.type));
  }
}
