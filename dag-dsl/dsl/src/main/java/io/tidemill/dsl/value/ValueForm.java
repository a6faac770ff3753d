package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonReader;
import io.tidemill.dsl.json.JsonWriter;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How values of one declared type are written and read. Made by [ValueCodec#form]; safe for use by several threads.
public final class ValueForm {
  private final Type type;
  private final ValueShape shape;

  ValueForm(Type type, ValueShape shape) {
    this.type = type;
    this.shape = shape;
  }

  /// Writes a value. What was written can be read by the same form and gives an equal value.
  ///
  /// @param limit most bytes of JSON
  /// @throws ValueException if the value cannot be JSON or is longer
  public byte[] encode(@Nullable Object value, int limit) throws ValueException {
    var out = new JsonWriter(limit);
    try {
      shape.write(out, value);
      return out.bytes();
    } catch (JsonException e) {
      throw unwritable(at(e) + ": " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw unwritable(": it contains itself", e);
    } catch (RuntimeException e) {
      // A collection or comparator of the user's own.
      throw unwritable(": " + e, e);
    }
  }

  private ValueException unwritable(String why, Throwable cause) {
    return new ValueException(
        "Expected a " + type.getTypeName() + " that can be JSON, but writing it failed" + why, cause);
  }

  /// Reads a value.
  ///
  /// @throws ValueException if the JSON does not fit the type
  public @Nullable Object decode(byte[] json) throws ValueException {
    return decode(json, 0, json.length);
  }

  /// Reads a value from a part of an array.
  ///
  /// @throws ValueException if the JSON does not fit the type
  public @Nullable Object decode(byte[] json, int offset, int length) throws ValueException {
    var in = new JsonReader(new String(json, offset, length, StandardCharsets.UTF_8));
    try {
      var value = shape.read(in);
      in.end();
      return value;
    } catch (JsonException e) {
      throw unreadable(at(e) + ": " + e.getMessage(), e.getCause() == null ? e : e.getCause());
    } catch (StackOverflowError e) {
      throw unreadable(": it stands too deep", e);
    } catch (RuntimeException e) {
      // A comparison or hash of the user's own.
      throw unreadable(": " + e, e);
    }
  }

  private ValueException unreadable(String why, Throwable cause) {
    return new ValueException("Expected JSON for a " + type.getTypeName() + ", but it does not fit" + why, cause);
  }

  /// Simple name of the value's variant where the declared type is sealed, else empty.
  public String variant(@Nullable Object value) {
    return shape instanceof SealedShape && value != null ? SealedShape.nameOf(value) : "";
  }

  private static String at(JsonException e) {
    var path = e.path();
    return path.isEmpty() ? "" : " at " + path;
  }
}
