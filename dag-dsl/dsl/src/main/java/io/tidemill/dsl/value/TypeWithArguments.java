package io.tidemill.dsl.value;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A class with type arguments, equal to the one reflection would give.
public final class TypeWithArguments implements ParameterizedType {
  private final Class<?> raw;
  private final Type[] arguments;
  /// Computed once, as types within types may go deep.
  private final int hash;

  /// @param arguments one for each type parameter of the class
  public TypeWithArguments(Class<?> raw, Type... arguments) {
    this.raw = raw;
    this.arguments = arguments.clone();
    hash = Arrays.hashCode(this.arguments) ^ Objects.hashCode(raw.getDeclaringClass()) ^ raw.hashCode();
  }

  @Override public Type[] getActualTypeArguments() {
    return arguments.clone();
  }

  @Override public Type getRawType() {
    return raw;
  }

  @Override public @Nullable Type getOwnerType() {
    return raw.getDeclaringClass();
  }

  @Override public boolean equals(@Nullable Object other) {
    return other instanceof ParameterizedType type && type.getRawType().equals(raw)
        && Objects.equals(type.getOwnerType(), getOwnerType())
        && Arrays.equals(type.getActualTypeArguments(), arguments);
  }

  @Override public int hashCode() {
    return hash;
  }

  @Override public String toString() {
    return raw.getTypeName()
        + Arrays.stream(arguments).map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
  }
}
