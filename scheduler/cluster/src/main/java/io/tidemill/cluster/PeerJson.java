package io.tidemill.cluster;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.jsontype.impl.DefaultTypeResolverBuilder;

/// Arguments and answers of calls between schedulers, as JSON. Records are written by their components; where a sealed family is expected, the name of
/// the class goes with the value, and only classes of Tidemill are read.
final class PeerJson {
  private static final BasicPolymorphicTypeValidator OURS = BasicPolymorphicTypeValidator.builder()
      .allowIfSubType("io.tidemill.engine.")
      .allowIfSubType("io.tidemill.runtime.")
      .build();
  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .changeDefaultVisibility(checker -> checker.withVisibility(PropertyAccessor.ALL, Visibility.NONE)
          .withFieldVisibility(Visibility.ANY)
          .withCreatorVisibility(Visibility.ANY))
      .setDefaultTyping(new SealedFamilies())
      .build();

  private PeerJson() {}

  /// Names the class where the family is sealed.
  private static final class SealedFamilies extends DefaultTypeResolverBuilder {
    SealedFamilies() {
      super(OURS, DefaultTyping.OBJECT_AND_NON_CONCRETE, JsonTypeInfo.As.WRAPPER_ARRAY);
      init(JsonTypeInfo.Value.construct(JsonTypeInfo.Id.CLASS, JsonTypeInfo.As.WRAPPER_ARRAY, null, null, false, null),
          null);
    }

    @Override public boolean useForType(JavaType type) {
      return type.getRawClass().isSealed();
    }
  }

  static byte[] writeArguments(Method method, @Nullable Object[] arguments) {
    List<JsonNode> nodes = new ArrayList<>();
    Type[] types = method.getGenericParameterTypes();
    for (int i = 0; i < arguments.length; i++) {
      nodes.add(tree(types[i], arguments[i]));
    }
    return MAPPER.writeValueAsBytes(nodes);
  }

  private static JsonNode tree(Type type, @Nullable Object value) {
    byte[] bytes = MAPPER.writerFor(MAPPER.constructType(type)).writeValueAsBytes(value);
    return MAPPER.readTree(bytes);
  }

  /// @throws IllegalArgumentException if they are not the arguments of that method
  static @Nullable Object[] readArguments(Method method, byte[] json) {
    try {
      JsonNode all = MAPPER.readTree(json);
      Type[] types = method.getGenericParameterTypes();
      if (!all.isArray() || all.size() != types.length) {
        throw new IllegalArgumentException("Expected " + types.length + " arguments of " + method.getName());
      }
      @Nullable Object[] arguments = new @Nullable Object[types.length];
      for (int i = 0; i < types.length; i++) {
        arguments[i] = MAPPER.readerFor(MAPPER.constructType(types[i])).readValue(all.get(i));
      }
      return arguments;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("Expected arguments of " + method.getName() + ", but found: "
          + e.getOriginalMessage(), e);
    }
  }

  static byte[] writeAnswer(Method method, @Nullable Object value) {
    return MAPPER.writerFor(MAPPER.constructType(answerType(method))).writeValueAsBytes(value);
  }

  static @Nullable Object readAnswer(Method method, byte[] json) {
    return MAPPER.readerFor(MAPPER.constructType(answerType(method))).readValue(json);
  }

  /// What a method answers in the end.
  private static Type answerType(Method method) {
    Type type = method.getGenericReturnType();
    return method.getReturnType() == CompletableFuture.class
        ? ((ParameterizedType) type).getActualTypeArguments()[0]
        : type;
  }
}
