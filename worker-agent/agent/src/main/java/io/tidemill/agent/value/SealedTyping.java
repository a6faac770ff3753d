package io.tidemill.agent.value;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeResolverBuilder;
import tools.jackson.databind.jsontype.TypeSerializer;

/// Decides which declared types carry their variant: the sealed ones. The variants are those the source names, so JSON can
/// choose among them and nothing else.
final class SealedTyping implements TypeResolverBuilder<SealedTyping> {
  static final String VARIANT = "variant";
  static final String VALUE = "value";

  /// An enum whose constants have bodies counts as sealed for Java, but is a plain enum for us.
  static boolean isSealed(Class<?> type) {
    return type.isSealed() && !type.isEnum();
  }

  /// The classes a value of a sealed type can have, through nested sealed types.
  static List<Class<?>> variants(Class<?> sealed) {
    List<Class<?>> variants = new ArrayList<>();
    for (Class<?> each : sealed.getPermittedSubclasses()) {
      if (isSealed(each)) {
        variants.addAll(variants(each));
      } else if (!variants.contains(each)) {
        variants.add(each);
      }
    }
    return variants;
  }

  /// Name of a variant; of an enum constant with a body, that of its enum.
  static String nameOf(Class<?> variant) {
    Class<?> above = variant.getSuperclass();
    return above != null && above.isEnum() ? above.getSimpleName() : variant.getSimpleName();
  }

  @Override public @Nullable TypeSerializer buildTypeSerializer(SerializationContext context, JavaType type,
      @Nullable Collection<NamedType> subtypes) {
    return isSealed(type.getRawClass()) ? new SealedWriter() : null;
  }

  @Override public @Nullable TypeDeserializer buildTypeDeserializer(DeserializationContext context, JavaType type,
      @Nullable Collection<NamedType> subtypes) {
    return isSealed(type.getRawClass()) ? new SealedReader(type) : null;
  }

  @Override public @Nullable Class<?> getDefaultImpl() {
    return null;
  }

  @Override public SealedTyping init(JsonTypeInfo.@Nullable Value settings, @Nullable TypeIdResolver resolver) {
    return this;
  }

  @Override public SealedTyping withDefaultImpl(@Nullable Class<?> defaultImpl) {
    return this;
  }

  @Override public SealedTyping withSettings(JsonTypeInfo.@Nullable Value settings) {
    return this;
  }
}
