package io.tidemill.dsl.value;

import io.tidemill.dsl.json.JsonException;
import io.tidemill.dsl.json.JsonLimits;
import io.tidemill.dsl.value.Scalar.Token;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
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
import java.util.Base64;
import java.util.Currency;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All scalars there are, by class and by kind.
public final class Scalars {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern CANONICAL_UUID = Pattern
      .compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final Map<Class<?>, Scalar> BY_TYPE = new LinkedHashMap<>();
  private static final Map<String, Scalar> BY_KIND = new HashMap<>();

  static {
    string("string", String.class, "a text", text -> text);
    string("character", Character.class, "one character", Scalars::character);
    string("uuid", UUID.class, "a UUID like 123e4567-e89b-12d3-a456-426614174000", Scalars::uuid);
    string("date", LocalDate.class, "a date like 2026-01-31", LocalDate::parse);
    string("time", LocalTime.class, "a time like 08:30", LocalTime::parse);
    string("date-time", LocalDateTime.class, "a date with a time like 2026-01-31T08:30", LocalDateTime::parse);
    string("instant", Instant.class, "an instant like 2026-01-31T08:30:00Z", Instant::parse);
    string("duration", Duration.class, "a duration like PT15M", Duration::parse);
    string("period", Period.class, "a period like P1M", Period::parse);
    string("year-month", YearMonth.class, "a month like 2026-01", YearMonth::parse);
    string("month-day", MonthDay.class, "a day of the year like --01-31", MonthDay::parse);
    string("offset-time", OffsetTime.class, "a time with an offset like 08:30+01:00", OffsetTime::parse);
    string("offset-date-time", OffsetDateTime.class, "a date with time and offset like 2026-01-31T08:30+01:00",
        OffsetDateTime::parse);
    string("zone-offset", ZoneOffset.class, "an offset like +01:00", ZoneOffset::of);
    inexact("zone", ZoneId.class, "a time zone like Europe/Berlin", ZoneId::of, Object::toString, true);
    inexact("zoned-date-time", ZonedDateTime.class,
        "a date with time and zone like 2026-01-31T08:30+01:00[Europe/Berlin]",
        ZonedDateTime::parse, Object::toString, true);
    inexact("uri", URI.class, "a URI like https://example.org/a?b=c", Scalars::uri, Object::toString, true);
    inexact("path", Path.class, "a path", Path::of, Object::toString, false);
    inexact("locale", Locale.class, "a language tag like en-GB", Scalars::locale,
        locale -> ((Locale) locale).toLanguageTag(), true);
    string("currency", Currency.class, "a currency like EUR", Currency::getInstance);
    add(new Scalar("bytes", byte[].class, Token.STRING, "bytes in Base64 like AAEC", Base64.getDecoder()::decode,
        bytes -> Base64.getEncoder().encodeToString((byte[]) bytes), true, false));
    number("integer", BigInteger.class, "integer", text -> new BigInteger(integer(text)));
    number("integer", Long.class, "integer", text -> new BigInteger(integer(text)).longValueExact());
    number("integer", Integer.class, "integer", text -> new BigInteger(integer(text)).intValueExact());
    number("integer", Short.class, "integer", text -> new BigInteger(integer(text)).shortValueExact());
    number("integer", Byte.class, "integer", text -> new BigInteger(integer(text)).byteValueExact());
    number("year", Year.class, "a year like 2026", text -> Year.of(new BigInteger(integer(text)).intValueExact()));
    add(new Scalar("number", BigDecimal.class, Token.NUMBER, "number",
        text -> new BigDecimal(matching(NUMBER, text)), value -> scaled((BigDecimal) value).toString(), true,
        true));
    number("double", Double.class, "number", Scalars::doubled);
    number("float", Float.class, "number", Scalars::floated);
    add(new Scalar("boolean", Boolean.class, Token.BOOLEAN, "true or false", Scalars::bool, Object::toString, true,
        true));
  }

  private Scalars() {}

  /// The scalar of a type, primitive ones included; null if values of the type are more than one token, or none.
  public static @Nullable Scalar of(Type type) {
    return type instanceof Class<?> plain ? BY_TYPE.get(boxed(plain)) : null;
  }

  /// The widest scalar of a kind, null if there is none.
  public static @Nullable Scalar ofKind(String kind) {
    return BY_KIND.get(kind);
  }

  private static Class<?> boxed(Class<?> type) {
    return type.isPrimitive() ? java.lang.invoke.MethodType.methodType(type).wrap().returnType() : type;
  }

  private static void string(String kind, Class<?> type, String expected, Function<String, Object> parse) {
    add(new Scalar(kind, type, Token.STRING, expected, parse, Object::toString, true, true));
  }

  private static void inexact(String kind, Class<?> type, String expected, Function<String, Object> parse,
      Function<Object, String> text, boolean key) {
    add(new Scalar(kind, type, Token.STRING, expected, parse, text, false, key));
  }

  private static void number(String kind, Class<?> type, String expected, Function<String, Object> parse) {
    add(new Scalar(kind, type, Token.NUMBER, expected, parse, Object::toString, true, true));
  }

  private static void add(Scalar scalar) {
    BY_TYPE.put(scalar.type(), scalar);
    BY_KIND.putIfAbsent(scalar.kind(), scalar);
  }

  private static String integer(String text) {
    return matching(INTEGER, text);
  }

  private static BigDecimal scaled(BigDecimal value) {
    if (Math.abs((long) value.scale()) > JsonLimits.SCALE) {
      throw new JsonException(
          String.format(Locale.ROOT, "expected a number with a scale from -%1$,d to %1$,d, found %2$,d",
              JsonLimits.SCALE, value.scale()));
    }
    return value;
  }

  private static String matching(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("it is written otherwise");
    }
    return text;
  }

  /// Also what JSON has no number for, as the writer writes it.
  private static double doubled(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        var value = Double.parseDouble(matching(NUMBER, text));
        held(text, Double.isInfinite(value) ? null : new BigDecimal(value), value == 0);
        yield value;
      }
    };
  }

  private static float floated(String text) {
    return switch (text) {
      case "NaN" -> Float.NaN;
      case "Infinity" -> Float.POSITIVE_INFINITY;
      case "-Infinity" -> Float.NEGATIVE_INFINITY;
      default -> {
        var value = Float.parseFloat(matching(NUMBER, text));
        held(text, Float.isInfinite(value) ? null : new BigDecimal(value), value == 0);
        yield value;
      }
    };
  }

  /// A fraction is the nearest there is; but what is too large or too small, and an integer that would become another, is refused.
  private static void held(String text, @Nullable BigDecimal value, boolean zero) {
    if (value == null) {
      throw new IllegalArgumentException("it is too large");
    }
    if (zero && text.chars().takeWhile(c -> c != 'e' && c != 'E').anyMatch(c -> c >= '1' && c <= '9')) {
      throw new IllegalArgumentException("it is too small");
    }
    if (text.length() > 7 && INTEGER.matcher(text).matches() && value.compareTo(new BigDecimal(text)) != 0) {
      throw new IllegalArgumentException("it would be rounded to " + value.toBigInteger());
    }
  }

  private static Object bool(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("it is neither");
    }
    return text.equals("true");
  }

  private static Object character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("it has " + text.length());
    }
    return text.charAt(0);
  }

  private static Object uuid(String text) {
    return UUID.fromString(matching(CANONICAL_UUID, text));
  }

  private static Object uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e.getReason() + " at index " + e.getIndex(), e);
    }
  }

  private static Object locale(String text) {
    try {
      return text.equals("und") ? Locale.ROOT : new Locale.Builder().setLanguageTag(text).build();
    } catch (IllformedLocaleException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
