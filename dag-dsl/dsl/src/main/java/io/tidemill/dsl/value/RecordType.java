package io.tidemill.dsl.value;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record with the types of its components, type arguments put in.
///
/// @param raw class of the record
/// @param components in the order of their declaration
public record RecordType(Class<?> raw, List<Component> components) {
  /// A component.
  ///
  /// @param type its type where the record's type arguments are known
  public record Component(String name, Type type, RecordComponent declared) {}

  /// The record of a type, null if it is none.
  public static @Nullable RecordType of(Type type) {
    return switch (type) {
      case Class<?> plain when plain.isRecord() -> of(plain, Map.of());
      case ParameterizedType with when with.getRawType() instanceof Class<?> raw && raw.isRecord() ->
        of(raw, bound(raw, with.getActualTypeArguments()));
      default -> null;
    };
  }

  private static RecordType of(Class<?> raw, Map<TypeVariable<?>, Type> bound) {
    var components = new ArrayList<Component>();
    for (var component : raw.getRecordComponents()) {
      components.add(new Component(component.getName(), bind(component.getGenericType(), bound), component));
    }
    return new RecordType(raw, components);
  }

  private static Map<TypeVariable<?>, Type> bound(Class<?> raw, Type[] arguments) {
    var bound = new HashMap<TypeVariable<?>, Type>();
    var variables = raw.getTypeParameters();
    for (var i = 0; i < variables.length; i++) {
      bound.put(variables[i], arguments[i]);
    }
    return bound;
  }

  private static Type bind(Type type, Map<TypeVariable<?>, Type> bound) {
    if (bound.isEmpty()) {
      return type;
    }
    return switch (type) {
      case TypeVariable<?> variable -> bound.getOrDefault(variable, variable);
      case ParameterizedType with -> {
        var arguments = with.getActualTypeArguments();
        for (var i = 0; i < arguments.length; i++) {
          arguments[i] = bind(arguments[i], bound);
        }
        yield new TypeWithArguments((Class<?>) with.getRawType(), arguments);
      }
      case GenericArrayType array -> ArrayOf.of(bind(array.getGenericComponentType(), bound));
      default -> type;
    };
  }
}
