package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueCodecTest {
  private final ValueCodec codec = new ValueCodec();

  record Times(Instant instant, LocalDate date, LocalTime time, LocalDateTime dateTime, OffsetDateTime offset,
      ZonedDateTime zoned, Duration duration, Period period, Year year, YearMonth yearMonth, MonthDay monthDay,
      ZoneId zone,
      DayOfWeek day) {}

  record Plain(boolean flag, byte b, short s, int i, long l, float f, double d, char c, String text, BigDecimal amount,
      BigInteger big, UUID id, URI uri, Path path, Locale locale, Currency currency, OptionalInt count,
      OptionalLong none) {}

  record Containers(List<Part> parts, Set<String> names, Map<String, List<Integer>> byName, Map<LocalDate, Part> byDay,
      Map<Color, Long> byColor, TreeMap<String, Integer> sorted, Optional<Part> maybe, Optional<Part> missing,
      int[] numbers,
      @Nullable Part nothing) {}

  record Part(String name, long rows) {}

  record Box<T>(T content) {}

  enum Color {
    RED, GREEN {
      @Override public String toString() {
        return "grass";
      }
    }
  }

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    record Pair(Shape left, Shape right) implements Shape {}

    enum Nothing implements Shape {
      EMPTY
    }

    sealed interface Flat extends Shape {
      record Square(int side) implements Flat {}
    }
  }

  record Drawing(Shape main, List<Shape> others, Map<String, Shape> named, Optional<Shape> maybe, Shape.Circle plain) {}

  private String write(java.lang.reflect.Type type, @Nullable Object value) throws ValueException {
    return new String(codec.form(type).encode(value, 1 << 20), StandardCharsets.UTF_8);
  }

  private @Nullable Object read(java.lang.reflect.Type type, String json) throws ValueException {
    return codec.form(type).decode(json.getBytes(StandardCharsets.UTF_8));
  }

  private void comesBack(java.lang.reflect.Type type, Object value) throws ValueException {
    String json = write(type, value);
    assertThat(read(type, json)).as(json).usingRecursiveComparison().isEqualTo(value);
  }

  @Test void times_come_back_as_they_went() throws Exception {
    comesBack(Times.class,
        new Times(Instant.parse("2026-11-22T10:15:30.123456789Z"), LocalDate.of(2026, 2, 28), LocalTime.of(1, 2, 3, 4),
            LocalDateTime.of(2026, 1, 1, 0, 0), OffsetDateTime.parse("2026-11-22T10:15:30+05:45"),
            ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"), Duration.ofMillis(90_061_001),
            Period.of(1, 2, 3), Year.of(2026), YearMonth.of(2026, 11), MonthDay.of(2, 29), ZoneId.of("Asia/Kathmandu"),
            DayOfWeek.SUNDAY));
    assertThat(write(Instant.class, Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
    assertThat(write(Duration.class, Duration.ofMinutes(90))).isEqualTo("\"PT1H30M\"");
  }

  @Test void plain_values_come_back_as_they_went() throws Exception {
    comesBack(Plain.class,
        new Plain(true, (byte) -1, (short) 2, 3, Long.MAX_VALUE, 1.5f, 0.1, 'ß', "\"\u0000\uD83D\uDE00",
            new BigDecimal("1.10"),
            new BigInteger("123456789012345678901234567890"), new UUID(1, 2), URI.create("http://x/y?z=1"),
            Path.of("a/b c"),
            Locale.GERMANY, Currency.getInstance("EUR"), OptionalInt.of(4), OptionalLong.empty()));
    assertThat(read(double.class, write(double.class, Double.NaN))).isEqualTo(Double.NaN);
    assertThat(write(Color.class, Color.GREEN)).isEqualTo("\"GREEN\"");
    comesBack(byte[].class, new byte[]{1, -1, 0});
    comesBack(Color.class, Color.GREEN);
    assertThat(write(void.class, null)).isEqualTo("null");
    assertThat(read(void.class, "null")).isNull();
  }

  @Test void a_decimal_whose_exponent_readers_cannot_hold_is_refused_where_it_is_written() throws Exception {
    comesBack(BigDecimal.class, new BigDecimal(BigInteger.TWO, 999_999_999));
    comesBack(BigDecimal.class, new BigDecimal(BigInteger.TWO, -999_999_999));
    for (int scale : List.of(Integer.MIN_VALUE, -1_000_000_000, 1_000_000_000, Integer.MAX_VALUE)) {
      assertThatThrownBy(() -> write(BigDecimal.class, new BigDecimal(BigInteger.ONE, scale)))
          .isInstanceOf(ValueException.class)
          .hasMessageContaining("expected a number with a scale from -999,999,999 to 999,999,999");
    }
  }

  @Test void containers_come_back_as_they_went() throws Exception {
    Part part = new Part("x", 1);
    LinkedHashSet<String> names = new LinkedHashSet<>(List.of("z", "a", "m", "b"));
    Containers value = new Containers(List.of(part), names, Map.of("k", List.of(1, 2)), Map.of(LocalDate.EPOCH, part),
        Map.of(Color.RED, 5L), new TreeMap<>(Map.of("b", 1, "a", 2)), Optional.of(part), Optional.empty(),
        new int[]{3, 1},
        null);

    comesBack(Containers.class, value);
    Containers read = (Containers) java.util.Objects.requireNonNull(
        read(Containers.class, write(Containers.class, value)));
    assertThat(read.names()).containsExactly("z", "a", "m", "b");
  }

  @Test void sealed_values_carry_their_variant_wherever_the_declared_type_is_sealed() throws Exception {
    Shape.Circle circle = new Shape.Circle(1.5);
    comesBack(Shape.class, circle);
    comesBack(Shape.class, new Shape.Pair(new Shape.Flat.Square(2), Shape.Nothing.EMPTY));
    comesBack(Drawing.class, new Drawing(circle, new ArrayList<>(List.of(new Shape.Flat.Square(1), circle)),
        Map.of("x", Shape.Nothing.EMPTY), Optional.of(circle), circle));

    assertThat(write(Shape.class, circle)).isEqualTo("{\"variant\":\"Circle\",\"value\":{\"radius\":1.5}}");
    assertThat(write(Shape.Circle.class, circle)).isEqualTo("{\"radius\":1.5}");
    assertThat(write(Shape.class, Shape.Nothing.EMPTY)).isEqualTo("{\"variant\":\"Nothing\",\"value\":\"EMPTY\"}");
    assertThat(codec.form(Shape.class).variant(new Shape.Flat.Square(1))).isEqualTo("Square");
    assertThat(codec.form(Part.class).variant(new Part("x", 1))).isEmpty();
    assertThat(read(Shape.class, "{\"value\":{\"radius\":2},\"variant\":\"Circle\"}")).isEqualTo(new Shape.Circle(2));
  }

  @Test void json_cannot_choose_a_class_that_is_no_variant() {
    assertThatThrownBy(() -> read(Shape.class, "{\"variant\":\"java.lang.Thread\",\"value\":{}}"))
        .isInstanceOf(ValueException.class)
        .hasMessageContaining("java.lang.Thread")
        .hasMessageContaining("Circle");
    assertThatThrownBy(() -> read(Shape.class, "{\"radius\":1}")).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> read(Shape.class, "3")).isInstanceOf(ValueException.class);
  }

  record Leaky(List<Holder> holders) {}

  record Holder(Optional<InputStream> in) {}

  record Recursive(String name, List<Recursive> children) {}

  record Keyed(Map<Part, String> byPart) {}

  static class Bean {
    public int getX() {
      return 1;
    }
  }

  @Test void what_cannot_be_json_is_refused_with_its_path() throws Exception {
    assertThatThrownBy(() -> codec.form(Leaky.class)).isInstanceOf(ValueException.class)
        .hasMessageContaining("Leaky.holders[].in")
        .hasMessageContaining("java.io.InputStream");
    assertThatThrownBy(() -> codec.form(Keyed.class)).isInstanceOf(ValueException.class)
        .hasMessageContaining("keys of type io.tidemill.usage.ValueCodecTest$Part in Keyed.byPart");
    assertThatThrownBy(() -> codec.form(Object.class)).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> codec.form(Bean.class)).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> codec.form(java.util.stream.Stream.class)).isInstanceOf(ValueException.class);
    comesBack(Recursive.class, new Recursive("a", List.of(new Recursive("b", List.of()))));
  }

  @Test void an_endless_value_is_refused() {
    List<Object> children = new ArrayList<>();
    Recursive root = new Recursive("a", castUnchecked(children));
    children.add(root);

    assertThatThrownBy(() -> write(Recursive.class, root)).isInstanceOf(ValueException.class);
  }

  @SuppressWarnings("unchecked") private static List<Recursive> castUnchecked(List<?> list) {
    return (List<Recursive>) list;
  }

  @Test void json_that_does_not_fit_is_told_with_its_path() {
    assertThatThrownBy(
        () -> read(Containers.class, "{\"parts\":[{\"name\":\"x\",\"rows\":1},{\"name\":\"y\",\"rows\":\"many\"}]}"))
        .isInstanceOf(ValueException.class)
        .hasMessageContaining(".parts[1].rows");
    assertThatThrownBy(() -> read(Part.class, "{\"name\":\"x\",\"rows\":null}")).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> read(Part.class, "not json")).isInstanceOf(ValueException.class);
  }

  @Test void generic_records_know_their_content() throws Exception {
    record Outer(Box<Part> box) {}

    comesBack(Outer.class, new Outer(new Box<>(new Part("x", 1))));
  }
}
