package io.tidemill.runtime.params;

import io.tidemill.dsl.graph.ParamNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Checks one value against the type of its parameter, and makes it canonical.
final class ParamValue {
  private static final String ARRAY = "array:";
  private static final String ENUM = "enum:";
  private static final int MOST_SHOWN = 60;
  private static final int MOST_SCALE = 1_000;

  private final ParamNode param;
  private final List<ParamProblem> problems;

  ParamValue(ParamNode param, List<ParamProblem> problems) {
    this.param = param;
    this.problems = problems;
  }

  /// The canonical value; null after a problem was noted.
  @Nullable JsonNode check(JsonNode value) {
    if (value.isNull()) {
      return nullable() ? value : wrong(param.name(), param.type(), value, "");
    }
    return check(param.type(), param.name(), value);
  }

  /// Whether it may be null: then null is its default.
  private boolean nullable() {
    return "null".equals(param.defaultJson());
  }

  private @Nullable JsonNode check(String type, String name, JsonNode value) {
    if (type.startsWith(ARRAY)) {
      return array(type, name, value);
    }
    if (type.startsWith(ENUM)) {
      return constant(type, name, value);
    }
    return switch (type) {
      case "string" -> value.isString() ? value : wrong(name, type, value, "");
      case "boolean" -> value.isBoolean() ? value : wrong(name, type, value, "write true or false");
      case "integer" -> integer(name, value);
      case "number" -> number(name, value);
      case "object" -> value.isObject() ? value : wrong(name, "a JSON object", value, "");
      case "date" -> text(name, value, "a date like 2026-01-31", LocalDate::parse);
      case "time" -> text(name, value, "a time like 08:30", LocalTime::parse);
      case "date-time" -> text(name, value, "a date with a time like 2026-01-31T08:30", LocalDateTime::parse);
      case "instant" -> text(name, value, "an instant like 2026-01-31T08:30:00Z", Instant::parse);
      case "duration" -> text(name, value, "a duration like PT15M", Duration::parse);
      case "zone" -> text(name, value, "a time zone like Europe/Berlin", ZoneId::of);
      // A type of a newer graph: the agent that reads the value knows it.
      default -> value;
    };
  }

  private @Nullable JsonNode array(String type, String name, JsonNode value) {
    if (!value.isArray()) {
      return wrong(name, "a list (" + type + ")", value, "");
    }
    String element = type.substring(ARRAY.length());
    ArrayNode list = JsonNodeFactory.instance.arrayNode(value.size());
    boolean good = true;
    for (int i = 0; i < value.size(); i++) {
      JsonNode checked = check(element, name + "[" + i + "]", value.get(i));
      if (checked == null) {
        good = false;
      } else {
        list.add(checked);
      }
    }
    return good ? list : null;
  }

  private @Nullable JsonNode constant(String type, String name, JsonNode value) {
    List<String> constants = Arrays.asList(type.substring(ENUM.length()).split("\\|", -1));
    if (value.isString() && constants.contains(value.asString())) {
      return value;
    }
    String hint = value.isString() ? NearestName.hint(value.asString(), constants) : "";
    return wrong(name, "one of " + String.join(", ", constants), value, hint);
  }

  private @Nullable JsonNode integer(String name, JsonNode value) {
    if (!value.isIntegralNumber()) {
      return wrong(name, "integer", value, "");
    }
    BigInteger number = value.bigIntegerValue();
    Long min = param.min();
    Long max = param.max();
    if ((min != null && number.compareTo(BigInteger.valueOf(min)) < 0)
        || (max != null && number.compareTo(BigInteger.valueOf(max)) > 0)) {
      problems.add(new ParamProblem("out-of-range", name, "an integer from " + min + " to " + max, shown(value), ""));
      return null;
    }
    return value;
  }

  private @Nullable JsonNode number(String name, JsonNode value) {
    if (!value.isNumber()) {
      return wrong(name, "number", value, "");
    }
    BigDecimal number = value.decimalValue();
    if (Math.abs((long) number.scale()) > MOST_SCALE) {
      problems.add(
          new ParamProblem("out-of-range", name, "a number with at most " + MOST_SCALE + " digits", shown(value), ""));
      return null;
    }
    return value;
  }

  private @Nullable JsonNode text(String name, JsonNode value, String expected, Function<String, Object> parse) {
    if (!value.isString()) {
      return wrong(name, expected, value, "");
    }
    try {
      return JsonNodeFactory.instance.stringNode(parse.apply(value.asString()).toString());
    } catch (DateTimeException _) {
      return wrong(name, expected, value, "");
    }
  }

  private @Nullable JsonNode wrong(String name, String expected, JsonNode found, String hint) {
    problems.add(new ParamProblem("wrong-type", name, expected, shown(found), hint));
    return null;
  }

  static String shown(JsonNode value) {
    String text = value.toString();
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }
}
