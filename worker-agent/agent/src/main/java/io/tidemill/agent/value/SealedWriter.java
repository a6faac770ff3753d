package io.tidemill.agent.value;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;

/// Puts `{"variant": …, "value": …}` around a value whose declared type is sealed.
final class SealedWriter extends TypeSerializer {
  @Override public TypeSerializer forProperty(SerializationContext context, @Nullable BeanProperty property) {
    return this;
  }

  @Override public WritableTypeId writeTypePrefix(JsonGenerator out, SerializationContext context, WritableTypeId id) {
    out.writeStartObject();
    out.writeStringProperty(SealedTyping.VARIANT, SealedTyping.nameOf(id.forValue.getClass()));
    out.writeName(SealedTyping.VALUE);
    if (id.valueShape == JsonToken.START_OBJECT) {
      out.writeStartObject();
    } else if (id.valueShape == JsonToken.START_ARRAY) {
      out.writeStartArray();
    }
    return id;
  }

  @Override public WritableTypeId writeTypeSuffix(JsonGenerator out, SerializationContext context, WritableTypeId id) {
    if (id.valueShape == JsonToken.START_OBJECT) {
      out.writeEndObject();
    } else if (id.valueShape == JsonToken.START_ARRAY) {
      out.writeEndArray();
    }
    out.writeEndObject();
    return id;
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
}
