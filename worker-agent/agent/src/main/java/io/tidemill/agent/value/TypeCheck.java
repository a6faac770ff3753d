package io.tidemill.agent.value;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/// Says why values of a type cannot travel. Strict on purpose: what is not known to come back as it went is refused.
final class TypeCheck {
  private static final Set<Class<?>> PLAIN = Set.of(String.class, Boolean.class, Byte.class, Short.class, Integer.class,
      Long.class, Float.class, Double.class, Character.class, BigDecimal.class, BigInteger.class, Instant.class,
      LocalDate.class, LocalTime.class, LocalDateTime.class, OffsetDateTime.class, OffsetTime.class,
      ZonedDateTime.class, Duration.class, Period.class, Year.class, YearMonth.class, MonthDay.class, ZoneId.class,
      ZoneOffset.class, UUID.class, URI.class, Path.class, Locale.class, Currency.class, OptionalInt.class,
      OptionalLong.class, OptionalDouble.class, Void.class, void.class);

  private static final Set<Class<?>> NOT_A_KEY = Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class,
      Void.class, Path.class);

  private final TypeFactory types;
  private final Set<JavaType> seen = new HashSet<>();

  TypeCheck(TypeFactory types) {
    this.types = types;
  }

  /// What is wrong with the type, empty if it can travel.
  Optional<String> problem(JavaType type) {
    return Optional.ofNullable(problem(type, type.getRawClass().getSimpleName()));
  }

  private @Nullable String problem(JavaType type, String path) {
    Class<?> raw = type.getRawClass();
    if (raw.isPrimitive() || raw.isEnum() || PLAIN.contains(raw) || !seen.add(type)) {
      return null;
    }
    if (raw.isArray() || (type.isCollectionLikeType() && isJdk(raw))) {
      return Collection.class.isAssignableFrom(raw) || raw.isArray()
          ? problem(type.getContentType(), path + "[]")
          : refused(type, path);
    }
    if (type.isMapLikeType() && Map.class.isAssignableFrom(raw) && isJdk(raw)) {
      return mapProblem(type, path);
    }
    if (raw == Optional.class) {
      return problem(type.containedTypeOrUnknown(0), path);
    }
    if (raw.isRecord()) {
      return recordProblem(type, path);
    }
    return SealedTyping.isSealed(raw) && (raw.isInterface() || isAbstract(raw))
        ? sealedProblem(type, path)
        : refused(type, path);
  }

  private @Nullable String mapProblem(JavaType type, String path) {
    Class<?> key = type.getKeyType().getRawClass();
    if (!(key.isEnum() || PLAIN.contains(key)) || NOT_A_KEY.contains(key)) {
      return "Expected text, a number, a date or an enum as key of the map at " + path + ", but found "
          + type.getKeyType().toCanonical();
    }
    return problem(type.getContentType(), path + "{}");
  }

  private @Nullable String recordProblem(JavaType type, String path) {
    for (RecordComponent each : type.getRawClass().getRecordComponents()) {
      JavaType component = types.resolveMemberType(each.getGenericType(), type.getBindings());
      String problem = problem(component, path + "." + each.getName());
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private @Nullable String sealedProblem(JavaType type, String path) {
    Map<String, Class<?>> named = new HashMap<>();
    for (Class<?> variant : SealedTyping.variants(type.getRawClass())) {
      Class<?> other = named.putIfAbsent(variant.getSimpleName(), variant);
      if (other != null) {
        return "Expected the variants of " + type.toCanonical() + " at " + path
            + " to have different simple names, but found " + other.getName() + " and " + variant.getName();
      }
      String problem = problem(types.constructSpecializedType(type, variant),
          path + "(" + variant.getSimpleName() + ")");
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static String refused(JavaType type, String path) {
    return "Expected a record, enum, sealed interface or plain JDK value at " + path + ", but found "
        + type.toCanonical() + "; put what matters of it into a record";
  }

  private static boolean isJdk(Class<?> type) {
    return type.getName().startsWith("java.util.");
  }

  private static boolean isAbstract(Class<?> type) {
    return java.lang.reflect.Modifier.isAbstract(type.getModifiers());
  }
}
