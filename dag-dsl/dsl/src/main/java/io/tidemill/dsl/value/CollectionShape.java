package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A collection as JSON array, in its order.
///
/// @param type its declared class
/// @param sorted whether the declared class sorts its elements
/// @param empty makes the collection that is read
record CollectionShape(Class<?> type, boolean sorted, Supplier<Collection<@Nullable Object>> empty, ValueShape element)
    implements ValueShape {
  @Override public void write(JsonWriter out, @Nullable Object value) {
    if (value == null) {
      out.literal("null");
      return;
    }
    if (!type.isInstance(value)) {
      throw new JsonException("expected a " + type.getSimpleName() + ", found a " + value.getClass().getName());
    }
    if (sorted && value instanceof SortedSet<?> set) {
      natural(set.comparator());
    }
    out.begin('[');
    var index = 0;
    for (var each : (Collection<?>) value) {
      try {
        element.write(out, each);
      } catch (JsonException e) {
        throw e.within("[" + index + "]");
      }
      index++;
    }
    out.end(']');
  }

  /// Holds a sorted collection to the one order that both sides know.
  static void natural(@Nullable Comparator<?> order) {
    if (order != null && !order.equals(Comparator.<Integer>naturalOrder())) {
      throw new JsonException("expected elements in their natural order, found a comparator, which cannot travel;"
          + " declare a List, a SequencedSet or a SequencedMap, which keep any order");
    }
  }

  @Override public @Nullable Object read(JsonReader in) {
    if (in.nextIsNull()) {
      return null;
    }
    var read = empty.get();
    var index = 0;
    for (var more = in.firstElement(); more; more = in.nextElement()) {
      try {
        if (!read.add(element.read(in))) {
          throw new JsonException("expected each element once, found it twice");
        }
      } catch (JsonException e) {
        throw e.within("[" + index + "]");
      }
      index++;
    }
    return read;
  }
}
