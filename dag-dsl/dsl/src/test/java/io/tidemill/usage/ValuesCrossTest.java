package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.dsl.Types;
import io.tidemill.dsl.value.ValueCodec;
import io.tidemill.dsl.value.ValueException;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A value arrives as what it is, or is refused where it leaves.
class ValuesCrossTest {
  private final ValueCodec codec = new ValueCodec();

  private String write(Type type, @Nullable Object value) throws ValueException {
    return new String(codec.form(type).encode(value, ValueCodec.MOST_BYTES), StandardCharsets.UTF_8);
  }

  private @Nullable Object read(Type type, String json) throws ValueException {
    return codec.form(type).decode(json.getBytes(StandardCharsets.UTF_8));
  }

  private Object sent(Type type, Object value) throws ValueException {
    return Objects.requireNonNull(read(type, write(type, value)));
  }

  private void arrives(Type type, Object value) throws ValueException {
    assertThat(Objects.deepEquals(read(type, write(type, value)), value)).as(value.toString()).isTrue();
  }

  private void refused(Type type, Object value, String... why) {
    assertThatThrownBy(() -> write(type, value)).isInstanceOf(ValueException.class).hasMessageContainingAll(why);
  }

  @Test void what_is_empty_arrives_as_empty() throws Exception {
    arrives(Types.optionalOf(String.class).type(), Optional.empty());
    arrives(Types.optionalOf(String.class).type(), Optional.of(""));
    arrives(OptionalInt.class, OptionalInt.empty());
    arrives(Types.listOf(Types.optionalOf(String.class)).type(), List.of(Optional.empty(), Optional.of("x")));
    Type nested = Types.optionalOf(Types.optionalOf(String.class)).type();
    arrives(nested, Optional.empty());
    arrives(nested, Optional.of(Optional.empty()));
    arrives(nested, Optional.of(Optional.of("x")));
    arrives(Types.optionalOf(OptionalInt.class).type(), Optional.of(OptionalInt.empty()));
    arrives(Types.listOf(String.class).type(), Arrays.asList("", null));
    arrives(String.class, "");
  }

  record Conflict(int x) {
    public int getX() {
      return x * 2;
    }
  }

  record Money(BigDecimal amount) {
    public BigDecimal getCents() {
      throw new IllegalStateException("no cents");
    }
  }

  record Endless(int n) {
    public Endless getNext() {
      return new Endless(n + 1);
    }
  }

  record Pair(String key, Long val) implements Map.Entry<String, Long> {
    @Override public String getKey() {
      return key;
    }

    @Override public Long getValue() {
      return val;
    }

    @Override public Long setValue(Long value) {
      throw new UnsupportedOperationException();
    }
  }

  record Batch(List<String> items) implements Iterable<String> {
    @Override public Iterator<String> iterator() {
      return items.iterator();
    }
  }

  record Chars(String s) implements CharSequence, Comparable<Chars>, Supplier<String>, AutoCloseable {
    @Override public int length() {
      return s.length();
    }

    @Override public char charAt(int index) {
      return s.charAt(index);
    }

    @Override public CharSequence subSequence(int start, int end) {
      return s.subSequence(start, end);
    }

    @Override public int compareTo(Chars other) {
      return s.compareTo(other.s);
    }

    @Override public String get() {
      return "got";
    }

    @Override public void close() {}
  }

  record Sorting(List<String> tags) {
    @Override public List<String> tags() {
      return tags.stream().sorted().toList();
    }
  }

  record Throwing(String secret) {
    @Override public String secret() {
      throw new UnsupportedOperationException();
    }
  }

  record Several(int a, int b) {
    Several(int both) {
      this(both, both);
    }

    static Several valueOf(String text) {
      return new Several(text.length());
    }
  }

  record Named(boolean isOpen, String getName, String aName, String URL, String x_y) {}

  record Nothing() {}

  @Test void of_a_record_only_its_components_travel() throws Exception {
    arrives(Conflict.class, new Conflict(3));
    arrives(Money.class, new Money(new BigDecimal("1.10")));
    arrives(Endless.class, new Endless(1));
    arrives(Pair.class, new Pair("k", 2L));
    arrives(Batch.class, new Batch(List.of("a", "b")));
    arrives(Chars.class, new Chars("abc"));
    arrives(Sorting.class, new Sorting(List.of("b", "a")));
    arrives(Several.class, new Several(1, 2));
    arrives(Named.class, new Named(true, "n", "a", "u", "x"));
    arrives(Nothing.class, new Nothing());
    var secret = (Throwing) sent(Throwing.class, new Throwing("s"));
    assertThat(secret.equals(new Throwing("s"))).isTrue();
  }

  record Strict(int n) {
    Strict {
      if (n < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  @Test void what_a_constructor_refuses_is_told_with_its_reason() {
    assertThatThrownBy(() -> read(Types.listOf(Strict.class).type(), "[{\"n\":1},{\"n\":-1}]"))
        .isInstanceOf(ValueException.class)
        .hasMessageContainingAll("[1]", "negative", "Strict")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  record Chain(int n, Optional<Chain> next) {}

  private static Chain chain(int length) {
    Chain chain = new Chain(0, Optional.empty());
    for (int i = 1; i < length; i++) {
      chain = new Chain(i, Optional.of(chain));
    }
    return chain;
  }

  @Test void what_can_be_written_can_be_read_and_the_limits_are_the_same_both_ways() throws Exception {
    BigInteger thousand = BigInteger.ONE;
    for (int i = 2; i <= 1_000; i++) {
      thousand = thousand.multiply(BigInteger.valueOf(i));
    }
    arrives(BigInteger.class, thousand);
    arrives(BigDecimal.class, new BigDecimal("0." + "3".repeat(2_000)));
    arrives(BigDecimal.class, new BigDecimal("1E-200000"));
    arrives(BigInteger.class, new BigInteger("7".repeat(100_000)));
    refused(BigInteger.class, new BigInteger("7".repeat(100_001)), "at most 100,000 characters");
    arrives(Chain.class, chain(500));
    refused(Chain.class, chain(501), "at most 500 levels deep", "…");
    assertThatThrownBy(() -> write(Chain.class, chain(100_000)))
        .satisfies(e -> assertThat(String.valueOf(e.getMessage()).length())
            .isLessThan(500));
    arrives(Types.mapOf(String.class, Integer.class).type(), Map.of("k".repeat(100_000), 1));
    arrives(String.class, "x".repeat(1_000_000));
    assertThatThrownBy(() -> codec.form(String.class).encode("x".repeat(100), 50)).isInstanceOf(ValueException.class)
        .hasMessageContaining("at most 50 bytes");
    assertThat(codec.form(String.class).encode("x".repeat(48), 50)).hasSize(50);
  }

  @Test void deep_values_fit_the_stack_of_a_virtual_thread() throws Exception {
    var failure = new ArrayList<Throwable>();
    Thread.startVirtualThread(() -> {
      try {
        arrives(Chain.class, chain(500));
      } catch (Throwable e) {
        failure.add(e);
      }
    }).join();
    assertThat(failure).isEmpty();
  }

  @Test void text_is_whole_or_refused() throws Exception {
    arrives(String.class, "𝄞\u0000\u001b[31m\u2028\uFFFF\uFEFF\\\"\u007f");
    arrives(Character.class, 'é');
    refused(String.class, "cut \uD83D", "half of a surrogate pair", "\\uD83D at index 4");
    refused(Character.class, '\uDE00', "half of a surrogate pair");
    refused(Types.mapOf(String.class, Integer.class).type(), Map.of("\uD83D", 1), "half of a surrogate pair");
    refused(char[].class, new char[]{'a', '\uD83D'}, "[1]");
  }

  @Test void odd_numbers_arrive() throws Exception {
    for (double each : new double[]{Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, Double.MAX_VALUE,
        0.1}) {
      assertThat(Double.doubleToRawLongBits((Double) sent(double.class, each)))
          .isEqualTo(Double.doubleToRawLongBits(each));
    }
    arrives(Float.class, Float.MIN_VALUE);
    arrives(Float.class, Float.NaN);
    arrives(BigDecimal.class, new BigDecimal("1.10"));
    arrives(BigDecimal.class, new BigDecimal("1E+30"));
    arrives(Long.class, Long.MIN_VALUE);
    assertThatThrownBy(() -> read(int.class, "3000000000")).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> read(byte.class, "200")).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> read(double.class, "1e400")).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> read(double.class, "\"x\"")).isInstanceOf(ValueException.class);
    assertThatThrownBy(() -> read(int.class, "null")).isInstanceOf(ValueException.class);
  }

  @Test void all_of_time_arrives() throws Exception {
    arrives(Instant.class, Instant.MAX);
    arrives(Instant.class, Instant.MIN);
    arrives(Duration.class, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
    arrives(Duration.class, Duration.ofSeconds(Long.MIN_VALUE));
    arrives(Duration.class, Duration.ofMillis(-1_500));
    arrives(LocalDate.class, LocalDate.MAX);
    arrives(LocalDateTime.class, LocalDateTime.MIN);
    arrives(Year.class, Year.of(12_026));
    arrives(Year.class, Year.of(-5));
    arrives(YearMonth.class, YearMonth.of(-1, 12));
    arrives(ZoneId.class, ZoneId.of("GMT+2"));
    arrives(ZoneId.class, ZoneOffset.ofHours(2));
    for (ZoneId zone : List.of(ZoneId.of("UTC"), ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("GMT0"))) {
      arrives(ZonedDateTime.class, LocalDateTime.of(2026, 10, 25, 2, 30).atZone(zone).withLaterOffsetAtOverlap());
    }
    arrives(Types.mapOf(Year.class, Integer.class).type(), Map.of(Year.of(12_026), 1));
  }

  @Test void what_another_text_would_make_is_refused() throws Exception {
    arrives(Locale.class, Locale.GERMANY);
    arrives(Locale.class, Locale.ROOT);
    refused(Locale.class, Locale.of("no", "NO", "NY"), "Locale");
    arrives(URI.class, URI.create("http://x/?a=%20b#f"));
    arrives(Path.class, Path.of("a b/c"));
  }

  sealed interface Tree {
    record Leaf(int n) implements Tree {}

    record Fork(Tree left, Map<String, Tree> more, Tree[] all, Optional<Tree> last) implements Tree {}

    sealed interface Inner extends Tree {
      enum Named implements Inner {
        ONE, TWO {
          @Override public String toString() {
            return "zwei";
          }
        }
      }
    }
  }

  record Box<T>(T value, List<T> more, T[] all) {}

  record Boxes(Box<Integer> numbers, Box<List<String>> lists) {}

  record Arrays2(char[] letters, byte[][] bytes, Byte[] boxed, int[][] grid, boolean[] flags) {}

  @Test void sealed_generic_and_array_types_arrive_whole() throws Exception {
    Tree.Fork fork = (Tree.Fork) sent(Tree.class, new Tree.Fork(new Tree.Leaf(1),
        Map.of("x", Tree.Inner.Named.TWO), new Tree[]{new Tree.Leaf(2)}, Optional.of(new Tree.Leaf(3))));
    assertThat(fork.more()).isEqualTo(Map.of("x", Tree.Inner.Named.TWO));
    assertThat(fork.all()).containsExactly(new Tree.Leaf(2));
    Boxes boxes = (Boxes) sent(Boxes.class, new Boxes(new Box<>(1, List.of(2), new Integer[]{3}),
        new Box<>(List.of("a"), List.of(List.of()), castArray(List.of("b")))));
    Integer first = boxes.numbers().all()[0];
    assertThat(first).isEqualTo(3);
    assertThat(boxes.lists().all()[0]).containsExactly("b");
    Arrays2 arrays = (Arrays2) sent(Arrays2.class,
        new Arrays2(new char[]{'a'}, new byte[][]{{1, -1}}, new Byte[]{1, null}, new int[][]{{1}, {}},
            new boolean[]{true}));
    assertThat(arrays.letters()).containsExactly('a');
    assertThat(arrays.bytes()).isDeepEqualTo(new byte[][]{{1, -1}});
    assertThat(arrays.boxed()).containsExactly((byte) 1, null);
    assertThat(arrays.grid()).isDeepEqualTo(new int[][]{{1}, {}});
  }

  @SuppressWarnings("unchecked") private static List<String>[] castArray(List<String> one) {
    return new List[]{one};
  }

  record Orders(SequencedSet<String> set, SequencedMap<String, Integer> map, Collection<Long> any,
      SortedSet<Integer> sorted, SortedMap<String, Integer> sortedMap, HashSet<Integer> hashed) {}

  private static Orders orders(SortedSet<Integer> sorted, SortedMap<String, Integer> map) {
    SequencedMap<String, Integer> ordered = new LinkedHashMap<>();
    ordered.put("z", 1);
    ordered.put("", 2);
    return new Orders(new LinkedHashSet<>(List.of("z", "a", "m")), ordered, List.of(2L, 1L), sorted, map,
        new HashSet<>(List.of(1, 2)));
  }

  @Test void orders_arrive_or_are_refused() throws Exception {
    Orders orders = (Orders) sent(Orders.class, orders(new TreeSet<>(List.of(2, 1)), new TreeMap<>(Map.of("b", 1))));
    assertThat(orders.set()).containsExactly("z", "a", "m");
    assertThat(orders.map().sequencedKeySet()).containsExactly("z", "");
    refused(Orders.class, orders(new TreeSet<>(Comparator.reverseOrder()), new TreeMap<>()), ".sorted", "comparator");
    refused(Orders.class, orders(new TreeSet<>(), new TreeMap<>(String.CASE_INSENSITIVE_ORDER)), ".sortedMap");
    Map<String, Integer> twins = new IdentityHashMap<>();
    twins.put(new String("a"), 1);
    twins.put(new String("a"), 2);
    refused(Types.mapOf(String.class, Integer.class).type(), twins, "different texts");
    Map<String, Integer> none = new LinkedHashMap<>();
    none.put(null, 1);
    refused(Types.mapOf(String.class, Integer.class).type(), none, "null");
  }

  record Keys(Map<Path, Integer> byPath) {}

  record Counts(Map<OptionalInt, Integer> byCount) {}

  record Unsorted(SortedSet<Nothing> none) {}

  @Test void types_that_a_run_would_refuse_are_refused_when_declared() {
    for (Class<?> each : List.of(Keys.class, Counts.class, Unsorted.class, Object.class, StringBuilder.class)) {
      assertThatThrownBy(() -> codec.form(each)).isInstanceOf(ValueException.class);
    }
    assertThat(DagSamples
        .refused(() -> io.tidemill.dsl.Dag.define("d", d -> d.task("a").run(Keys.class, ctx -> new Keys(Map.of())))))
        .extracting(io.tidemill.dsl.Problem::code)
        .containsExactly("result-not-json");
  }

  @Test void json_of_another_shape_is_refused_with_its_place() {
    for (String json : List.of("{\"x\":1,\"x\":2}", "{\"x\":1,\"y\":2}", "{}", "{\"x\":\"1\"}", "{\"x\":1} 2", "[]",
        "{\"x\":1.0}", "{\"x\":tru}", "{\"x\":01}", "{x:1}")) {
      assertThatThrownBy(() -> read(Conflict.class, json)).as(json)
          .isInstanceOf(ValueException.class)
          .hasMessageContaining("Conflict");
    }
    assertThatThrownBy(() -> read(Types.listOf(Pair.class).type(), "[{\"key\":\"a\",\"val\":\"b\"}]"))
        .hasMessageContaining("[0].val");
    assertThatThrownBy(() -> read(Tree.class, "{\"variant\":\"Laef\",\"value\":{}}"))
        .hasMessageContaining("did you mean 'Leaf'?");
  }

  @Test void a_value_of_another_class_is_refused() {
    refused(Types.listOf(String.class).type(), List.of(1), "[0]", "java.lang.Integer");
    refused(Conflict.class, new Nothing(), "Conflict");
    refused(Types.listOf(String.class).type(), new HashSet<>(), "List");
  }
}
