package io.tidemill.api.http;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How one parameter of a resource's method travels.
public sealed interface Argument {
  /// A segment of the path.
  record Segment(String name, Class<?> type) implements Argument {}

  /// A value of the query, or, where the type is a list, all values of that name.
  ///
  /// @param required whether a request without it is refused
  record QueryValue(String name, Type type, boolean required, String otherwise, String pattern,
      String expected) implements Argument {
    static QueryValue of(String name, Type type, boolean nullable, @Nullable Query query) {
      String otherwise = query == null ? "" : query.otherwise();
      return new QueryValue(name, type, otherwise.isEmpty() && !nullable && !(type instanceof ParameterizedType),
          otherwise,
          query == null ? "" : query.pattern(), query == null ? "" : query.expected());
    }

    /// Type of a value: of a list that of its elements.
    public Class<?> element() {
      return (Class<?>) (type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type);
    }

    /// Whether there may be several.
    public boolean many() {
      return type instanceof ParameterizedType;
    }
  }

  /// A record whose components are values of the query.
  record QueryRecord(Class<? extends Record> type, List<QueryValue> values) implements Argument {
    static QueryRecord of(Class<? extends Record> type) {
      return new QueryRecord(type, Arrays.stream(type.getRecordComponents())
          .map(each -> QueryValue.of(each.getName(), each.getGenericType(),
              each.getAnnotatedType().isAnnotationPresent(Nullable.class), each.getAnnotation(Query.class)))
          .toList());
    }

    /// Makes the record of its components.
    public Object make(Object[] components) throws ReflectiveOperationException {
      Constructor<?> canonical = type.getDeclaredConstructor(
          Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return canonical.newInstance(components);
    }

    /// What a record has, in the order of the values.
    public @Nullable Object[] take(Object filter) throws ReflectiveOperationException {
      RecordComponent[] components = type.getRecordComponents();
      @Nullable Object[] taken = new Object[components.length];
      for (int i = 0; i < taken.length; i++) {
        taken[i] = components[i].getAccessor().invoke(filter);
      }
      return taken;
    }
  }

  /// The body as JSON.
  record JsonBody(Class<?> type) implements Argument {}

  /// The body as bytes of a file.
  record FileBody() implements Argument {}

  /// The listener of server-sent events: a [Consumer] of that type.
  record Listener(Class<?> event) implements Argument {}
}
