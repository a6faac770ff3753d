package io.tidemill.agent.value;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.util.TokenBuffer;

/// Reads what [SealedWriter] wrote, in either order of the two fields.
final class SealedReader extends TypeDeserializer {
  private final JavaType type;
  private final Map<String, Class<?>> variants = new TreeMap<>();

  SealedReader(JavaType type) {
    this.type = type;
    for (Class<?> each : SealedTyping.variants(type.getRawClass())) {
      variants.put(SealedTyping.nameOf(each), each);
    }
  }

  private @Nullable Object read(JsonParser in, DeserializationContext context) {
    if (!in.hasToken(JsonToken.START_OBJECT)) {
      return wrong(context, "found " + in.currentToken());
    }
    Class<?> variant = null;
    TokenBuffer early = null;
    Object value = null;
    boolean hasValue = false;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals(SealedTyping.VARIANT)) {
        String given = in.getValueAsString("");
        variant = variants.get(given);
        if (variant == null) {
          return wrong(context, "found the variant '" + given + "'");
        }
      } else if (!name.equals(SealedTyping.VALUE)) {
        in.skipChildren();
      } else if (variant != null) {
        value = decode(in, context, variant);
        hasValue = true;
      } else {
        early = context.bufferForInputBuffering(in);
        early.copyCurrentStructure(in);
      }
    }
    if (variant != null && early != null) {
      try (JsonParser again = early.asParser(context)) {
        again.nextToken();
        value = decode(again, context, variant);
        hasValue = true;
      }
    }
    return hasValue ? value : wrong(context, "found no field 'variant' or no field 'value'");
  }

  private @Nullable Object decode(JsonParser in, DeserializationContext context, Class<?> variant) {
    JavaType concrete = context.constructSpecializedType(type, variant);
    return context.findRootValueDeserializer(concrete).deserialize(in, context);
  }

  private @Nullable Object wrong(DeserializationContext context, String found) {
    return context.reportInputMismatch(type, "expected {\"variant\": one of %s, \"value\": …}, but %s",
        variants.keySet(), found);
  }

  @Override public TypeDeserializer forProperty(@Nullable BeanProperty property) {
    return this;
  }

  @Override public JsonTypeInfo.As getTypeInclusion() {
    return JsonTypeInfo.As.WRAPPER_OBJECT;
  }

  @Override public String getPropertyName() {
    return SealedTyping.VARIANT;
  }

  @Override public @Nullable TypeIdResolver getTypeIdResolver() {
    return null;
  }

  @Override public @Nullable Class<?> getDefaultImpl() {
    return null;
  }

  @Override public @Nullable Object deserializeTypedFromObject(JsonParser in, DeserializationContext context) {
    return read(in, context);
  }

  @Override public @Nullable Object deserializeTypedFromArray(JsonParser in, DeserializationContext context) {
    return read(in, context);
  }

  @Override public @Nullable Object deserializeTypedFromScalar(JsonParser in, DeserializationContext context) {
    return read(in, context);
  }

  @Override public @Nullable Object deserializeTypedFromAny(JsonParser in, DeserializationContext context) {
    return read(in, context);
  }
}
