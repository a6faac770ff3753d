package io.tidemill.runtime.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemill.dsl.graph.ParamNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamsCheckTest {
  private static final ParamsCheck CHECK = new ParamsCheck(List.of(required("day", "date"),
      new ParamNode("rows", "integer", 0L, 1000L, "", "10"), optional("note", "string"), optional("limit", "integer")));

  private static ParamNode required(String name, String type) {
    return new ParamNode(name, type, null, null, "", null);
  }

  private static ParamNode optional(String name, String type) {
    return new ParamNode(name, type, null, null, "", "null");
  }

  private static ParamsCheck one(String type) {
    return new ParamsCheck(List.of(required("value", type)));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static List<ParamProblem> problems(ParamsCheck check, @Nullable String json, String... pairs) {
    return catchThrowableOfType(InvalidParamsException.class, () -> check.pairs(json, List.of(pairs))).problems();
  }

  @Test void defaults_are_filled_in_and_the_order_is_that_of_the_declaration() throws Exception {
    assertThat(text(CHECK.json("{\"rows\": 5, \"day\": \"2026-01-31\"}")))
        .isEqualTo("{\"day\":\"2026-01-31\",\"rows\":5,\"note\":null,\"limit\":null}");
  }

  @Test void pairs_win_over_the_object() throws Exception {
    assertThat(text(CHECK.pairs("{\"day\":\"2026-01-31\",\"rows\":5}", List.of("rows=7", "note=a=b", "limit=null"))))
        .isEqualTo("{\"day\":\"2026-01-31\",\"rows\":7,\"note\":\"a=b\",\"limit\":null}");
  }

  @Test void all_problems_are_told_at_once() {
    assertThat(problems(CHECK, null, "rows=many", "nite=x", "limit=1.5"))
        .extracting(ParamProblem::toString)
        .containsExactly("day: expected date, found nothing", "rows: expected integer, found \"many\"",
            "limit: expected integer, found 1.5",
            "nite: expected one of day, rows, note, limit, found 'nite'; did you mean 'note'?");
  }

  @Test void a_number_outside_of_its_range_is_told_with_the_range() {
    assertThat(problems(CHECK, "{\"day\":\"2026-01-31\",\"rows\":1001}"))
        .containsExactly(new ParamProblem("out-of-range", "rows", "an integer from 0 to 1000", "1001", ""));
  }

  @Test void null_is_no_value_where_something_must_be_given() {
    assertThat(problems(CHECK, "{\"day\":null}")).extracting(ParamProblem::code).containsExactly("wrong-type");
  }

  @Test void a_pair_without_a_name_or_given_twice_is_refused() {
    assertThat(problems(CHECK, null, "day=2026-01-31", "day=2026-02-01", "oops", "=x"))
        .extracting(ParamProblem::code)
        .containsExactly("duplicate", "not-a-pair", "not-a-pair");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"[];[]", "{\"day\";Unexpected end", "{\"day\":1,\"day\":2};Duplicate",
      "'';nothing",
      "{} {};trailing"}) void what_is_not_one_json_object_is_told_with_what_it_is(String json, String found) {
    List<ParamProblem> problems = catchThrowableOfType(InvalidParamsException.class, () -> CHECK.json(json)).problems();

    assertThat(problems).singleElement().satisfies(problem -> {
      assertThat(problem.code()).isEqualTo("not-an-object");
      assertThat(problem.found()).containsIgnoringCase(found);
    });
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"string;x;\"x\"", "integer;-3;-3", "number;1.50;1.50", "boolean;true;true",
      "date;2026-01-31;\"2026-01-31\"", "time;08:30;\"08:30\"", "date-time;2026-01-31T08:30;\"2026-01-31T08:30\"",
      "instant;2026-01-31T08:30:00Z;\"2026-01-31T08:30:00Z\"", "duration;PT15M;\"PT15M\"",
      "zone;Europe/Berlin;\"Europe/Berlin\"", "enum:A|B;B;\"B\"", "array:integer;1, 2;[1,2]", "array:integer;[3];[3]",
      "array:string;'';[]", "object;{\"a\":1};{\"a\":1}"}) void a_text_becomes_a_value_of_its_type(String type,
          String text, String json) throws Exception {
    assertThat(text(one(type).pairs(null, List.of("value=" + text)))).isEqualTo("{\"value\":" + json + "}");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {"integer;1.0", "integer;\"1\"", "number;1e5000", "boolean;1", "date;2026-02-31",
      "time;25:00", "date-time;2026-01-31", "instant;2026-01-31T08:30", "duration;15", "zone;Mars/Olympus",
      "enum:A|B;a",
      "array:integer;[1,x]", "array:date;2026-02-31", "object;[]", "integer;{}",
      "number;NaN"}) void a_text_of_another_type_is_refused(String type, String text) {
    assertThat(problems(one(type), null, "value=" + text)).hasSize(1);
  }

  @Test void an_element_of_a_list_is_told_by_its_index() {
    assertThat(problems(one("array:integer"), "{\"value\":[1,\"x\",null]}"))
        .extracting(ParamProblem::name)
        .containsExactly("value[1]", "value[2]");
  }

  @Test void the_nearest_name_is_near() {
    assertThat(NearestName.of("regoin", List.of("region", "reason"))).isEqualTo("region");
    assertThat(NearestName.of("x", List.of("region"))).isNull();
    assertThat(NearestName.of("a".repeat(100_000), List.of("region"))).isNull();
  }
}
