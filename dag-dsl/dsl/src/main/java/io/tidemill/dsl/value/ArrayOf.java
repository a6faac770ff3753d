package io.tidemill.dsl.value;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// An array whose elements have type arguments, equal to the one reflection would give.
record ArrayOf(Type element) implements GenericArrayType {
  /// An array of elements of a type: a class where the element is one.
  static Type of(Type element) {
    return element instanceof Class<?> plain ? plain.arrayType() : new ArrayOf(element);
  }

  /// Type of the elements of an array, null if the type is none.
  static @Nullable Type element(Type array) {
    return switch (array) {
      case Class<?> plain -> plain.getComponentType();
      case GenericArrayType generic -> generic.getGenericComponentType();
      default -> null;
    };
  }

  /// Class of the values of a type.
  static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType with -> (Class<?>) with.getRawType();
      case GenericArrayType array -> raw(array.getGenericComponentType()).arrayType();
      default -> throw new IllegalArgumentException("Expected an exact type, but found " + type.getTypeName());
    };
  }

  @Override public Type getGenericComponentType() {
    return element;
  }

  @Override public boolean equals(@Nullable Object other) {
    return other instanceof GenericArrayType array && array.getGenericComponentType().equals(element);
  }

  @Override public int hashCode() {
    return element.hashCode();
  }

  @Override public String toString() {
    return element.getTypeName() + "[]";
  }
}
