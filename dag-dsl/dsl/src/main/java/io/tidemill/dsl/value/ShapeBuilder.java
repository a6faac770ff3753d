package io.tidemill.dsl.value;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Builds the shape of a type that [JsonShape] finds nothing wrong with. For one type and thread.
final class ShapeBuilder {
  private final Map<Type, ValueShape> built = new HashMap<>();

  ValueShape build(Type type) {
    var known = built.get(type);
    if (known != null) {
      return known;
    }
    var record = RecordType.of(type);
    if (record != null) {
      return record(type, record);
    }
    var shape = simple(type);
    built.put(type, shape);
    return shape;
  }

  private ValueShape record(Type type, RecordType record) {
    var shape = new RecordShape(record);
    // Before its components, of which one may contain the record again.
    built.put(type, shape);
    var components = new ArrayList<ValueShape>();
    for (var component : record.components()) {
      components.add(build(component.type()));
    }
    shape.components(components);
    return shape;
  }

  private ValueShape simple(Type type) {
    var scalar = Scalars.of(type);
    if (scalar != null) {
      return new ScalarShape(scalar, type instanceof Class<?> plain && plain.isPrimitive());
    }
    var element = ArrayOf.element(type);
    if (element != null) {
      return new ArrayShape(ArrayOf.raw(element), build(element));
    }
    return switch (type) {
      case ParameterizedType with -> withArguments((Class<?>) with.getRawType(), with.getActualTypeArguments());
      case Class<?> plain when plain.isEnum() -> new EnumShape(plain);
      case Class<?> plain when plain.isSealed() -> sealed(plain);
      case Class<?> plain -> optionalNumber(plain);
      default -> throw new IllegalArgumentException("Expected a checked type, but found " + type.getTypeName());
    };
  }

  private ValueShape sealed(Class<?> type) {
    var shape = new SealedShape(type);
    built.put(type, shape);
    Variants.leaves(type).forEach(variant -> shape.variant(variant.getSimpleName(), build(variant)));
    return shape;
  }

  private ValueShape optionalNumber(Class<?> type) {
    var content = OptionalNumberShape.content(type);
    if (content == null) {
      throw new IllegalArgumentException("Expected a checked type, but found " + type.getTypeName());
    }
    return new OptionalNumberShape(type, new OptionalShape(build(content)));
  }

  private ValueShape withArguments(Class<?> raw, Type[] arguments) {
    if (raw == Optional.class) {
      return new OptionalShape(build(arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      var sorted = SortedMap.class.isAssignableFrom(raw);
      Supplier<Map<@Nullable Object, @Nullable Object>> empty = sorted ? TreeMap::new : LinkedHashMap::new;
      return new MapShape(raw, sorted, empty, build(arguments[0]), build(arguments[1]));
    }
    return new CollectionShape(raw, SortedSet.class.isAssignableFrom(raw), empty(raw), build(arguments[0]));
  }

  private static Supplier<Collection<@Nullable Object>> empty(Class<?> raw) {
    if (SortedSet.class.isAssignableFrom(raw)) {
      return TreeSet::new;
    }
    return raw.isAssignableFrom(ArrayList.class) || List.class.isAssignableFrom(raw)
        ? ArrayList::new
        : LinkedHashSet::new;
  }
}
