package io.tidemill.dsl;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A class with type arguments, equal to the one reflection would give.
final class TypeWithArguments implements ParameterizedType {
  private final Class<?> raw;
  private final Type[] arguments;

  TypeWithArguments(Class<?> raw, Type... arguments) {
    this.raw = raw;
    this.arguments = arguments.clone();
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
    return Arrays.hashCode(arguments) ^ Objects.hashCode(getOwnerType()) ^ raw.hashCode();
  }

  @Override public String toString() {
    return raw.getTypeName()
        + Arrays.stream(arguments).map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
  }
}
