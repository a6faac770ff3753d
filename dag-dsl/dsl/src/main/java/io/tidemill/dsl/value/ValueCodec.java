package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;

/// Writes and reads values of declared types: records, enums, sealed types of these, collections, maps, arrays, Optional and the
/// plain values of the JDK. A value of a sealed type is `{"variant": simple name, "value": …}`, wherever it stands.
///
/// Of a record only its components count, as it holds them: no method adds to its value or changes it.
///
/// Safe for use by several threads. It remembers the classes it has seen: use one for each class loader, and forget both
/// together.
public final class ValueCodec {
  /// Most bytes of one value as JSON, unless an agent is told otherwise: 16 MiB.
  public static final int MOST_BYTES = 16 << 20;

  private final ConcurrentHashMap<Type, ValueForm> forms = new ConcurrentHashMap<>();

  /// The form of a type; the same one for each call.
  ///
  /// @throws ValueException if values of the type cannot be JSON, naming the place in the type
  public ValueForm form(Type type) throws ValueException {
    var known = forms.get(type);
    if (known != null) {
      return known;
    }
    var form = new ValueForm(type, shape(type));
    var raced = forms.putIfAbsent(type, form);
    return raced == null ? form : raced;
  }

  private static ValueShape shape(Type type) throws ValueException {
    if (type == void.class || type == Void.class) {
      return NothingShape.INSTANCE;
    }
    var faults = JsonShape.faults(type);
    if (!faults.isEmpty()) {
      var fault = faults.getFirst();
      throw new ValueException("Expected a type that can be JSON, but found " + fault.found() + ". " + fault.hint());
    }
    try {
      return new ShapeBuilder().build(type);
    } catch (JsonException e) {
      throw new ValueException("Expected a type that can be JSON: " + e.getMessage(), e);
    }
  }
}
