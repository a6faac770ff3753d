package io.tidemill.test;

import io.tidemill.dsl.Default;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes a parameter record of text, where its components are simple; what is not given takes its default.
///
/// @param <P> the parameter record
final class ParamText<P> {
  private static final Map<Class<?>, Function<String, Object>> READERS = Map.ofEntries(
      Map.entry(String.class, text -> text), Map.entry(int.class, Integer::valueOf),
      Map.entry(Integer.class, Integer::valueOf), Map.entry(long.class, Long::valueOf),
      Map.entry(Long.class, Long::valueOf), Map.entry(short.class, Short::valueOf),
      Map.entry(Short.class, Short::valueOf), Map.entry(byte.class, Byte::valueOf),
      Map.entry(Byte.class, Byte::valueOf),
      Map.entry(double.class, Double::valueOf), Map.entry(Double.class, Double::valueOf),
      Map.entry(float.class, Float::valueOf), Map.entry(Float.class, Float::valueOf),
      Map.entry(boolean.class, ParamText::bool), Map.entry(Boolean.class, ParamText::bool),
      Map.entry(char.class, ParamText::character), Map.entry(Character.class, ParamText::character),
      Map.entry(BigDecimal.class, BigDecimal::new), Map.entry(BigInteger.class, BigInteger::new),
      Map.entry(LocalDate.class, LocalDate::parse), Map.entry(LocalTime.class, LocalTime::parse),
      Map.entry(LocalDateTime.class, LocalDateTime::parse), Map.entry(Instant.class, Instant::parse),
      Map.entry(Duration.class, Duration::parse), Map.entry(ZoneId.class, ZoneId::of),
      Map.entry(UUID.class, UUID::fromString), Map.entry(URI.class, URI::create));

  private final Class<P> type;

  ParamText(Class<P> type) {
    this.type = type;
  }

  /// The record, from what was given and the defaults.
  ///
  /// @throws IllegalArgumentException naming everything that is missing, unknown or cannot be read
  P read(Map<String, String> given) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> problems = new ArrayList<>();
    @Nullable Object[] values = new Object[components.length];
    Set<String> unknown = new TreeSet<>(given.keySet());
    for (int i = 0; i < components.length; i++) {
      unknown.remove(components[i].getName());
      values[i] = value(components[i], given.get(components[i].getName()), problems);
    }
    unknown.forEach(name -> problems.add("there is no parameter '" + name + "'"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("Expected parameters " + signature(components) + ", but "
          + String.join("; ", problems) + ". Give them as name=value, or in a test with params(…)");
    }
    return make(components, values);
  }

  private static @Nullable Object value(RecordComponent component, @Nullable String given, List<String> problems) {
    Default declared = component.getAnnotation(Default.class);
    String text = given != null ? given : declared == null ? null : declared.value();
    Type type = component.getGenericType();
    boolean optional = component.getType() == Optional.class;
    if (text == null) {
      if (!optional && !isNullable(component)) {
        problems.add("'" + component.getName() + "' is missing");
      }
      return optional ? Optional.empty() : null;
    }
    try {
      return optional
          ? Optional.of(parse(((ParameterizedType) type).getActualTypeArguments()[0], text))
          : parse(type, text);
    } catch (IllegalArgumentException | DateTimeException e) {
      problems.add("'" + component.getName() + "' cannot be read from '" + text + "' (" + e.getMessage() + ")");
      return null;
    }
  }

  private static Object parse(Type type, String text) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type element = list.getActualTypeArguments()[0];
      return text.isEmpty()
          ? List.of()
          : Arrays.stream(text.split(",", -1)).map(part -> parse(element, part.strip())).toList();
    }
    if (type instanceof Class<?> plain) {
      Function<String, Object> reader = READERS.get(plain);
      if (reader != null) {
        return reader.apply(text);
      }
      if (plain.isEnum()) {
        return Arrays.stream(plain.getEnumConstants())
            .filter(constant -> ((Enum<?>) constant).name().equals(text))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(
                "expected one of " + Arrays.toString(plain.getEnumConstants())));
      }
    }
    throw new IllegalArgumentException("a " + type.getTypeName() + " has no short form; write a test with params(…)");
  }

  private static boolean isNullable(RecordComponent component) {
    return marked(component) || marked(component.getAnnotatedType());
  }

  private static boolean marked(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations()).anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
  }

  private static Object bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("expected true or false");
    }
    return Boolean.valueOf(text);
  }

  private static Object character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("expected one character");
    }
    return text.charAt(0);
  }

  private static String signature(RecordComponent[] components) {
    return Arrays.stream(components)
        .map(c -> c.getName() + " (" + c.getType().getSimpleName() + ")")
        .toList()
        .toString();
  }

  private P make(RecordComponent[] components, @Nullable Object[] values) {
    try {
      Constructor<P> constructor = type.getDeclaredConstructor(
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "Expected parameters that " + type.getSimpleName() + " takes, but it refused them: "
              + e.getCause(),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "Expected a record that can be made, but " + type.getTypeName() + " cannot: " + e, e);
    }
  }
}
