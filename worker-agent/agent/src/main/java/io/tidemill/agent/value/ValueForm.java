package io.tidemill.agent.value;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// How values of one declared type are written and read. Made by [ValueCodec#form]; safe for use by several threads.
public final class ValueForm {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final Type type;
  private final boolean nothing;
  private final boolean sealed;
  private final ObjectWriter writer;
  private final ObjectReader reader;

  ValueForm(Type type, JavaType javaType, JsonMapper mapper) {
    this.type = type;
    this.nothing = javaType.hasRawClass(void.class) || javaType.hasRawClass(Void.class);
    this.sealed = SealedTyping.isSealed(javaType.getRawClass());
    this.writer = mapper.writerFor(javaType);
    this.reader = mapper.readerFor(javaType);
  }

  /// Writes a value.
  ///
  /// @param limit most bytes of JSON
  /// @throws ValueException if the value cannot be JSON or is longer
  public byte[] encode(@Nullable Object value, int limit) throws ValueException {
    if (nothing || value == null) {
      return NULL;
    }
    CountingBytes out = new CountingBytes(limit);
    try {
      writer.writeValue(out, value);
    } catch (JacksonException e) {
      throw new ValueException("Expected a " + type.getTypeName() + " that can be JSON, but writing it failed"
          + ValuePath.at(e) + ": " + reason(e), e);
    } catch (StackOverflowError e) {
      throw new ValueException("Expected a " + type.getTypeName() + " that can be JSON, but it contains itself", e);
    }
    if (out.count() > limit) {
      throw new ValueException(String.format(Locale.ROOT,
          "Expected at most %,d bytes of JSON for a %s, but found %,d; write large data to a store and return where it is",
          limit, type.getTypeName(), out.count()));
    }
    return out.bytes();
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
    if (nothing || isNull(json, offset, length)) {
      return null;
    }
    try {
      return reader.readValue(json, offset, length);
    } catch (JacksonException e) {
      throw new ValueException("Expected JSON for a " + type.getTypeName() + ", but it does not fit" + ValuePath.at(e)
          + ": " + reason(e), e);
    }
  }

  /// Simple name of the value's variant where the declared type is sealed, else empty.
  public String variant(@Nullable Object value) {
    return sealed && value != null ? SealedTyping.nameOf(value.getClass()) : "";
  }

  private static boolean isNull(byte[] json, int offset, int length) {
    return length == NULL.length && json[offset] == 'n';
  }

  /// What went wrong, by the exception of the user's own constructor or accessor where it is one.
  private static String reason(JacksonException e) {
    Throwable cause = e.getCause();
    if (cause != null && !(cause instanceof JacksonException)) {
      String message = cause.getMessage();
      return cause.getClass().getName() + (message == null ? "" : ": " + message);
    }
    return e.getOriginalMessage();
  }
}
