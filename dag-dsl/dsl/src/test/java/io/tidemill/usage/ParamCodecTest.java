package io.tidemill.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Default;
import io.tidemill.dsl.params.InvalidParamsException;
import io.tidemill.dsl.params.ParamCodec;
import io.tidemill.dsl.params.ParamProblem;
import io.tidemill.dsl.value.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each kind of parameter, as text of the command line and of a default, and as JSON of the API: all by one codec, and as the
/// record reads it.
class ParamCodecTest {
  enum Mode {
    FULL, DELTA {
      @Override public String toString() {
        return "delta!";
      }
    }
  }

  record Inner(int a, String b) {}

  record Node(int n, Optional<Node> next, List<Node> more) {}

  record Nested(@Default("7") int size, Optional<String> note, LocalDate day) {}

  sealed interface Shape {
    record Circle(double radius) implements Shape {}

    enum Plain implements Shape {
      DOT
    }
  }

  record All(String text, char letter, UUID id, URI uri, byte[] bytes, byte tiny, short small, int number, long large,
      BigInteger huge, BigDecimal exact, double real, float single, boolean flag, LocalDate day, LocalTime time,
      LocalDateTime local, Instant instant, Duration pause, Period period, YearMonth month, ZoneId zone, Path path,
      Locale language, Currency currency, Mode mode, List<Integer> ints, List<Byte> bytesList, List<String> texts,
      List<List<Integer>> grid, Set<Mode> modes, int[] array, Map<String, Integer> map, Map<LocalDate, Inner> byDay,
      TreeMap<Integer, String> sorted, Inner inner, List<Inner> inners, Node node, Nested nested, Shape shape,
      Optional<Integer> maybe, Optional<List<Byte>> maybeList, OptionalInt count, @Nullable String nothing) {}

  private static final ParamCodec ALL = codec(All.class);

  private static ParamCodec codec(Class<? extends Record> type) {
    return new ParamCodec(Dag.define("d", type, d -> d.task("a").exec(ctx -> {})).graph().params());
  }

  /// A codec of one parameter of [All].
  private static ParamCodec only(String name) {
    return new ParamCodec(Dag.define("d", All.class, d -> d.task("a").exec(ctx -> {}))
        .graph()
        .params()
        .stream()
        .filter(param -> param.name().equals(name))
        .toList());
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static List<ParamProblem> problems(ParamCodec codec, @Nullable String json, String... pairs) {
    return catchThrowableOfType(InvalidParamsException.class, () -> codec.pairs(json, List.of(pairs))).problems();
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"text;a=b,c;\"a=b,c\"", "text;``;\"\"",
      "text;null;\"null\"",
      "letter;é;\"é\"", "id;123E4567-e89b-12d3-a456-426614174000;\"123e4567-e89b-12d3-a456-426614174000\"",
      "uri;http://x/?a=%20b#f;\"http://x/?a=%20b#f\"", "bytes;AAEC;\"AAEC\"", "tiny;-128;-128", "small;32767;32767",
      "number;0;0", "large;9223372036854775807;9223372036854775807",
      "huge;123456789012345678901234567890;123456789012345678901234567890", "exact;1.50;1.50", "exact;1E+30;1E+30",
      "real;1;1.0", "real;1e3;1000.0", "single;0.5;0.5", "flag;true;true", "day;2026-01-31;\"2026-01-31\"",
      "time;08:30;\"08:30\"", "local;2026-01-31T08:30;\"2026-01-31T08:30\"",
      "instant;2026-01-31T08:30:00Z;\"2026-01-31T08:30:00Z\"", "pause;PT15M;\"PT15M\"", "period;P1M;\"P1M\"",
      "month;2026-01;\"2026-01\"", "zone;Europe/Berlin;\"Europe/Berlin\"", "path;a b/ü;\"a b/ü\"",
      "language;en-GB;\"en-GB\"", "currency;EUR;\"EUR\"", "mode;DELTA;\"DELTA\"", "ints;1, 2;[1,2]", "ints;[3];[3]",
      "ints;``;[]", "texts;a,,b;[\"a\",\"\",\"b\"]", "texts;[\"a,b\"];[\"a,b\"]", "grid;[[1],[]];[[1],[]]",
      "modes;FULL,DELTA;[\"FULL\",\"DELTA\"]", "array;1,2;[1,2]", "map;{\"a\":1};{\"a\":1}",
      "byDay;{\"2026-01-01\":{\"a\":1,\"b\":\"x\"}};{\"2026-01-01\":{\"a\":1,\"b\":\"x\"}}",
      "sorted;{\"2\":\"b\"};{\"2\":\"b\"}", "inner;{\"b\":\"x\",\"a\":1};{\"a\":1,\"b\":\"x\"}",
      "inners;[{\"a\":1,\"b\":\"\"}];[{\"a\":1,\"b\":\"\"}]",
      "node;{\"n\":1,\"more\":[{\"n\":2,\"more\":[]}]};{\"n\":1,\"next\":null,\"more\":[{\"n\":2,\"next\":null,\"more\":[]}]}",
      "nested;{\"day\":\"2026-01-01\"};{\"size\":7,\"note\":null,\"day\":\"2026-01-01\"}",
      "shape;{\"variant\":\"Circle\",\"value\":{\"radius\":1}};{\"variant\":\"Circle\",\"value\":{\"radius\":1.0}}",
      "shape;{\"value\":\"DOT\",\"variant\":\"Plain\"};{\"variant\":\"Plain\",\"value\":\"DOT\"}", "maybe;null;null",
      "maybe;5;5", "maybeList;1,2;[1,2]", "maybeList;null;null", "count;3;3", "count;null;null",
      "nothing;null;\"null\""}) void a_value_is_the_same_as_text_as_default_and_as_json(String name, String written,
          String json) throws Exception {
    ParamCodec codec = only(name);
    String canonical = "{\"" + name + "\":" + json + "}";

    assertThat(text(codec.pairs(null, List.of(name + "=" + written)))).isEqualTo(canonical);
    assertThat(text(codec.json(canonical))).isEqualTo(canonical);
    var type = Dag.define("d", All.class, d -> d.task("a").exec(ctx -> {}))
        .graph()
        .params()
        .stream()
        .filter(param -> param.name().equals(name))
        .findFirst()
        .orElseThrow()
        .type();
    if (!written.equals("null")) {
      assertThat(ParamCodec.defaultJson(type, written)).isEqualTo(json);
      assertThat(ParamCodec.defaultJson(type, ParamCodec.text(type, json))).as("what check prints").isEqualTo(json);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"letter;ab", "letter;``", "id;nope", "id;1-1-1-1-1",
      "uri;http://[", "bytes;@@@", "bytes;A", "tiny;200", "tiny;1.0", "number;5000000000", "number;007", "number;+5",
      "number;0x10", "number;1_000", "large;1e3", "huge;1.5", "real;1e400", "real;-1e400", "real;1e-400", "real;NaN",
      "real;Infinity", "real;9007199254740993", "single;1e300", "single;16777217", "exact;1e5000", "flag;yes",
      "flag;TRUE", "day;2026-02-31", "time;25:00", "local;2026-01-31", "instant;2026-01-31T08:30", "pause;15",
      "zone;Mars/Olympus", "currency;XQQ", "language;e", "mode;full", "ints;1,5000000000", "ints;1,x", "ints;1,,2",
      "ints;[1,null]", "ints;[1", "ints;{}", "bytesList;200", "bytesList;[1,200]", "grid;1,2", "modes;FULL,FULL",
      "modes;[\"NONE\"]", "map;{\"a\":\"x\"}", "map;{\"a\":null}", "map;a=1", "map;{\"a\":1,\"a\":2}",
      "byDay;{\"soon\":{\"a\":1,\"b\":\"\"}}", "sorted;{\"x\":\"b\"}", "sorted;{\"99999999999\":\"b\"}",
      "inner;{\"a\":1}",
      "inner;{\"a\":99999999999,\"b\":\"\"}", "inner;{\"a\":1,\"b\":\"\",\"zz\":3}", "inner;{\"a\":1,\"b\":null}",
      "inner;[]", "inners;[{\"a\":null,\"b\":\"\"}]", "node;{\"n\":1,\"more\":[{\"n\":\"x\",\"more\":[]}]}",
      "nested;{\"day\":\"2026-01-01\",\"size\":\"7\"}", "shape;{\"variant\":\"Square\",\"value\":{}}",
      "shape;{\"radius\":1}", "shape;{\"variant\":\"Circle\",\"value\":{\"radius\":1,\"x\":2}}",
      "maybe;x", "maybeList;1,200", "count;1.5", "number;null",
      "text;\uD83D"}) void an_unfit_value_is_refused_before_the_run_exists(String name, String written) {
    assertThat(problems(only(name), null, name + "=" + written)).isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.name()).startsWith(name));
  }

  @Test void the_place_of_a_problem_is_told_to_the_last_part() {
    assertThat(problems(only("inners"), "{\"inners\":[{\"a\":1,\"b\":\"\"},{\"a\":\"x\",\"c\":1}]}"))
        .extracting(ParamProblem::code, ParamProblem::name)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("wrong-type", "inners[1].a"),
            org.assertj.core.groups.Tuple.tuple("missing", "inners[1].b"),
            org.assertj.core.groups.Tuple.tuple("unknown", "inners[1].c"));
    assertThat(problems(only("map"), "{\"map\":{\"k\":\"x\"}}")).extracting(ParamProblem::name)
        .containsExactly("map[\"k\"]");
  }

  record Few(LocalDate day, @Default("10") @Nullable Integer rows, Optional<String> note, Optional<Integer> limit) {}

  private static final ParamCodec FEW = codec(Few.class);

  @Test void defaults_are_filled_in_and_the_order_is_that_of_the_declaration() throws Exception {
    assertThat(text(FEW.json("{\"rows\": 5, \"day\": \"2026-01-31\"}")))
        .isEqualTo("{\"day\":\"2026-01-31\",\"rows\":5,\"note\":null,\"limit\":null}");
  }

  @Test void pairs_win_over_the_object() throws Exception {
    assertThat(text(FEW.pairs("{\"day\":\"2026-01-31\",\"rows\":5}", List.of("rows=7", "note=a=b", "limit=null"))))
        .isEqualTo("{\"day\":\"2026-01-31\",\"rows\":7,\"note\":\"a=b\",\"limit\":null}");
  }

  @Test void some_parameters_are_checked_and_the_others_are_not_asked_for() throws Exception {
    assertThat(text(FEW.some("{\"note\":\"x\",\"rows\":5}", List.of("rows=7"))))
        .isEqualTo("{\"rows\":7,\"note\":\"x\"}");
    assertThat(text(FEW.some(null, List.of()))).isEqualTo("{}");
    assertThat(catchThrowableOfType(InvalidParamsException.class, () -> FEW.some(null, List.of("rows=many", "nite=x")))
        .problems()).extracting(ParamProblem::code).containsExactly("wrong-type", "unknown");
  }

  @Test void members_of_one_object_win_over_those_of_another() throws Exception {
    assertThat(text(FEW.over("{\"day\":\"2026-01-31\",\"rows\":5}", "{\"rows\":7}")))
        .isEqualTo("{\"day\":\"2026-01-31\",\"rows\":7,\"note\":null,\"limit\":null}");
    assertThat(catchThrowableOfType(InvalidParamsException.class, () -> FEW.over("{\"rows\":5}", "{\"day\":1}"))
        .problems()).extracting(ParamProblem::code).containsExactly("wrong-type");
  }

  @Test void all_problems_are_told_at_once() {
    assertThat(problems(FEW, null, "rows=many", "nite=x", "limit=1.5"))
        .extracting(ParamProblem::toString)
        .containsExactly("day: expected date, found nothing", "rows: expected integer, found \"many\"",
            "limit: expected integer, found 1.5",
            "nite: expected one of day, rows, note, limit, found 'nite'; did you mean 'note'?");
  }

  @Test void a_pair_without_a_name_or_given_twice_is_refused() {
    assertThat(problems(FEW, null, "day=2026-01-31", "day=2026-02-01", "oops", "=x"))
        .extracting(ParamProblem::code)
        .containsExactly("duplicate", "not-a-pair", "not-a-pair");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"[];[]", "{\"day\";end of the text", "{\"day\":1,\"day\":2};duplicate",
      "'';nothing", "{} {};more of the text", "{'a':1};a string", "{\"a\":01};a number",
      "{\"a\":\"\\x\"};backslash"}) void what_is_not_one_json_object_is_told_with_what_it_is(String json,
          String found) {
    assertThat(problems(FEW, json)).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo("not-an-object");
      assertThat(problem.found()).containsIgnoringCase(found);
    });
  }

  @Test void parameters_are_bounded() {
    assertThat(problems(only("text"), null, "text=" + "x".repeat(ParamCodec.MOST_BYTES)))
        .extracting(ParamProblem::code)
        .containsExactly("too-long");
    assertThat(problems(only("huge"), null, "huge=" + "1".repeat(100_001))).isNotEmpty();
    assertThat(problems(ALL, "[".repeat(600))).extracting(ParamProblem::code).containsExactly("not-an-object");
  }

  @Test void what_was_checked_is_what_the_record_reads() throws Exception {
    byte[] json = codec(Nested.class).pairs(null, List.of("day=2026-01-01"));

    assertThat(new ValueCodec().form(Nested.class).decode(json))
        .isEqualTo(new Nested(7, Optional.empty(), LocalDate.of(2026, 1, 1)));
  }

  @Test void usage_says_how_each_is_written() {
    assertThat(FEW.usage().lines()).containsExactly("day (date, required)", "rows (integer, default 10)",
        "note (string, default null)", "limit (integer, default null)");
    assertThat(Arrays.asList(only("inners").usage(), only("node").usage(), only("shape").usage(), only("map").usage()))
        .containsExactly("inners (list of {a: integer, b: string}, required)",
            "node ({n: integer, next?: Node, more: list of Node}, required)",
            "shape ({variant: Circle|Plain, value}, required)", "map (map of string to integer, required)");
  }
}
