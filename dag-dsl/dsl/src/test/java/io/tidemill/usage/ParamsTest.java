package io.tidemill.usage;

import static io.tidemill.dsl.params.ParamType.scalar;
import static io.tidemill.usage.DagSamples.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Default;
import io.tidemill.dsl.Doc;
import io.tidemill.dsl.Problem;
import io.tidemill.dsl.params.ParamNode;
import io.tidemill.dsl.params.ParamType;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParamsTest {
  enum Mode {
    FULL, DELTA
  }

  record Inner(String name) {}

  record All(@Doc("the day") LocalDate day, @Default("1000") long rows, @Default("-128") byte small,
      @Default("x\"y") String text,
      @Default("0.5") double part, BigInteger big, BigDecimal exact, @Default("true") boolean flag,
      @Default("23:15") LocalTime time,
      LocalDateTime local, @Default("2026-01-02T03:04:05Z") Instant instant, @Default("PT15M") Duration pause,
      @Default("Europe/Berlin") ZoneId zone, @Default("DELTA") Mode mode, @Default("a, b") List<String> names,
      @Default("") Set<Integer> numbers, int[] array, Inner inner, Map<String, Integer> map, Optional<String> maybe,
      @Nullable Integer none, List<Inner> inners, char letter) {}

  private static final ParamType INT = ParamType.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);

  private static List<ParamNode> params(Class<? extends Record> type) {
    return Dag.define("d", type, d -> d.task("a").exec(ctx -> {})).graph().params();
  }

  private static List<Problem> problems(Class<? extends Record> type) {
    return refused(() -> params(type));
  }

  private static ParamNode node(String name, ParamType type, @Nullable String defaultJson) {
    return new ParamNode(name, type, "", defaultJson);
  }

  private static ParamNode node(String name, String kind, @Nullable String defaultJson) {
    return node(name, scalar(kind), defaultJson);
  }

  @Test void every_kind_of_field_has_its_type_bounds_and_default() {
    ParamType inner = ParamType.named("record", "Inner", List.of(node("name", "string", null)));
    assertThat(params(All.class)).containsExactly(new ParamNode("day", scalar("date"), "the day", null),
        node("rows", ParamType.integer(Long.MIN_VALUE, Long.MAX_VALUE), "1000"),
        node("small", ParamType.integer(-128, 127), "-128"), node("text", "string", "\"x\\\"y\""),
        node("part", "double", "0.5"), node("big", "integer", null), node("exact", "number", null),
        node("flag", "boolean", "true"), node("time", "time", "\"23:15\""), node("local", "date-time", null),
        node("instant", "instant", "\"2026-01-02T03:04:05Z\""), node("pause", "duration", "\"PT15M\""),
        node("zone", "zone", "\"Europe/Berlin\""),
        node("mode", ParamType.constants(List.of("FULL", "DELTA")), "\"DELTA\""),
        node("names", ParamType.of("list", scalar("string")), "[\"a\",\"b\"]"),
        node("numbers", ParamType.of("set", INT), "[]"), node("array", ParamType.of("list", INT), null),
        node("inner", inner, null), node("map", ParamType.of("map", scalar("string"), INT), null),
        node("maybe", "string", "null"), node("none", INT, "null"),
        node("inners", ParamType.of("list", inner), null), node("letter", "character", null));
  }

  record Bad(@Default("300") byte small, @Default("soon") LocalDate day, @Default("yes") boolean flag,
      @Default("MAYBE") Mode mode,
      @Default("NaN") double part, @Default("1e99999") double big, @Default("{}") Inner inner,
      @Default("1,x") List<Integer> numbers,
      @Default("gmt+5x") ZoneId zone, @Default("ab") char letter) {}

  @Test void a_default_that_does_not_fit_its_type_is_refused() {
    assertThat(problems(Bad.class)).hasSize(10).extracting(Problem::code).containsOnly("bad-default");
    assertThat(problems(Bad.class)).extracting(Problem::hint)
        .contains("expected one of FULL, DELTA", "expected an integer from -128 to 127");
  }

  record Unknown(Object any, InputStream in, List<?> list, OffsetDateTime time, Runnable run) {}

  record Variable<T>(T value) {}

  @Test void a_field_without_a_schema_is_refused() {
    assertThat(problems(Unknown.class)).hasSize(5).extracting(Problem::code).containsOnly("params-without-schema");
    assertThat(problems(Unknown.class)).extracting(Problem::expected)
        .contains("a type with a schema for the parameter Unknown.in");
    assertThat(problems(Variable.class)).extracting(Problem::code).containsExactly("params-without-schema");
  }

  @Test void the_class_of_all_records_is_no_record() {
    assertThat(problems(Record.class)).extracting(Problem::code).containsExactly("params-not-a-record");
  }
}
