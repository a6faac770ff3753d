package io.tidemill.agent.value;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.TypeFactory;

/// Writes and reads values of declared types: records, enums, sealed interfaces, collections, maps, arrays, Optional and the
/// plain values of the JDK. A value of a sealed type is `{"variant": simple name, "value": …}`, wherever it stands.
///
/// Safe for use by several threads. It remembers the classes it has seen: use one for each class loader, and forget both
/// together.
public final class ValueCodec {
  private final JsonMapper mapper;
  private final ConcurrentHashMap<Type, ValueForm> forms = new ConcurrentHashMap<>();

  /// @param loader loader of the user's classes
  public ValueCodec(ClassLoader loader) {
    SimpleModule module = new SimpleModule("tidemill");
    module.addSerializer(Path.class, new PathText.Writer());
    module.addDeserializer(Path.class, new PathText.Reader());
    // Sets keep the order in which they were written.
    module.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
    module.addAbstractTypeMapping(SequencedSet.class, LinkedHashSet.class);
    module.addAbstractTypeMapping(Collection.class, ArrayList.class);
    module.addAbstractTypeMapping(SequencedCollection.class, ArrayList.class);
    module.addAbstractTypeMapping(SequencedMap.class, LinkedHashMap.class);
    this.mapper = JsonMapper.builder()
        .typeFactory(TypeFactory.createDefaultInstance().withClassLoader(loader))
        .setDefaultTyping(new SealedTyping())
        .addModule(module)
        .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE, DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build();
  }

  /// The form of a type; the same one for each call.
  ///
  /// @throws ValueException if values of the type cannot be JSON, naming the place in the type
  public ValueForm form(Type type) throws ValueException {
    ValueForm known = forms.get(type);
    if (known != null) {
      return known;
    }
    JavaType javaType;
    try {
      javaType = mapper.constructType(type);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new ValueException("Expected a type that can be JSON, but found " + type.getTypeName() + ": "
          + e.getMessage(), e);
    }
    Optional<String> problem = new TypeCheck(mapper.getTypeFactory()).problem(javaType);
    if (problem.isPresent()) {
      throw new ValueException(problem.get());
    }
    ValueForm form = new ValueForm(type, javaType, mapper);
    ValueForm raced = forms.putIfAbsent(type, form);
    return raced == null ? form : raced;
  }

  /// The parameters of a run.
  ///
  /// @param type the parameter record
  /// @param json a JSON object
  /// @param defaults default of each parameter by name, as JSON; used where the object has no such field
  /// @throws ValueException if the object does not fit the record, or the record's constructor refuses it
  public <P> @Nullable P params(Class<P> type, byte[] json, List<ParamDefault> defaults) throws ValueException {
    return ParamsReader.read(mapper, form(type), type, json, defaults);
  }

  /// What stands in for a parameter that was not given.
  ///
  /// @param name name of the record component
  /// @param json the value as JSON text
  public record ParamDefault(String name, String json) {}
}
